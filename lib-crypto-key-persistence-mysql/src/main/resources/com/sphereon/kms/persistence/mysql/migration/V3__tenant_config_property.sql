-- What the tenant's administrators have set. No secrets: those are named, never kept.
create table if not exists tenant_config_property (
    tenant_id      varchar(63)  not null,
    property_key   varchar(255) not null check (property_key <> ''),
    property_value text         character set utf8mb4 collate utf8mb4_bin not null check (char_length(property_value) <= 16384),
    value_type     varchar(16)  not null default 'string' check (value_type in ('string', 'integer', 'boolean', 'duration')),
    -- Counts the changes of the row.
    revision       bigint       not null check (revision >= 0),
    created_at     datetime(6)  not null,
    created_by_id  varchar(255) character set utf8mb4 collate utf8mb4_bin,
    updated_at     datetime(6)  not null,
    updated_by_id  varchar(255) character set utf8mb4 collate utf8mb4_bin,

    primary key (tenant_id, property_key)
) engine = InnoDB, default charset = ascii, collate = ascii_bin;
