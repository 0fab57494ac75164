-- What became of a key version; its state is in key_reference. Versions that were written before this table was made have
-- no row until they change: they are active since they were created. A table of its own, since there is no statement that
-- adds columns and may be repeated.
create table if not exists key_lifecycle (
    id              char(36)     not null primary key,
    tenant_id       varchar(63)  not null,
    reason          varchar(500) character set utf8mb4 collate utf8mb4_bin check (reason <> ''),
    -- Moments are in UTC.
    since_at        datetime(6)  not null,
    since_by_id     varchar(255) character set utf8mb4 collate utf8mb4_bin not null,
    activated_at    datetime(6),
    deactivated_at  datetime(6),
    compromised_at  datetime(6),
    destroyed_at    datetime(6),
    -- When the material is to be deleted.
    destroy_at      datetime(6),
    published_until datetime(6),

    key key_lifecycle_destroy_at (tenant_id, destroy_at)
) engine = InnoDB, default charset = ascii, collate = ascii_bin;
