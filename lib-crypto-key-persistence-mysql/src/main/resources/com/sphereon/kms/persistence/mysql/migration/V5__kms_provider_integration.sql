-- Where the tenant's new keys are made.
create table if not exists kms_provider_integration (
    id            char(36)     not null primary key,
    tenant_id     varchar(63)  not null,
    provider_id   varchar(64)  not null check (char_length(provider_id) >= 3),
    -- Null for all.
    service       varchar(63)  check (service <> ''),
    purpose       varchar(63)  check (purpose <> ''),
    priority      int          not null check (priority between 0 and 10000),
    enabled       boolean      not null check (enabled in (0, 1)),
    created_at    datetime(6)  not null,
    created_by_id varchar(255) character set utf8mb4 collate utf8mb4_bin not null,
    updated_at    datetime(6)  not null,
    updated_by_id varchar(255) character set utf8mb4 collate utf8mb4_bin not null,
    -- Counts the changes of the row.
    revision      bigint       not null check (revision >= 0)
) engine = InnoDB, default charset = ascii, collate = ascii_bin;
