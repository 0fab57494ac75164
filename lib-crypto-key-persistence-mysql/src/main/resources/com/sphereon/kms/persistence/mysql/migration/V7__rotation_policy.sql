-- How keys rotate by themselves. Durations are ISO 8601.
create table if not exists rotation_policy (
    tenant_id          varchar(63)  not null,
    alias              varchar(512) not null check (alias <> ''),
    rotation_interval  varchar(64)  not null,
    publish_before     varchar(64)  not null,
    overlap            varchar(64)  not null,
    target_provider_id varchar(64)  check (char_length(target_provider_id) >= 3),
    due_at             datetime(6)  not null,
    created_at         datetime(6)  not null,
    created_by_id      varchar(255) character set utf8mb4 collate utf8mb4_bin not null,
    updated_at         datetime(6)  not null,
    updated_by_id      varchar(255) character set utf8mb4 collate utf8mb4_bin not null,
    revision           bigint       not null check (revision >= 0),

    primary key (tenant_id, alias),
    key rotation_policy_due (tenant_id, due_at)
) engine = InnoDB, default charset = ascii, collate = ascii_bin;
