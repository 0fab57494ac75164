-- The replacement of a key version by the next, kept as history.
create table if not exists rotation (
    id               char(36)     not null primary key,
    tenant_id        varchar(63)  not null,
    alias            varchar(512) not null check (alias <> ''),
    -- What key_reference knows these versions by, the new one from the moment it is about to be made.
    old_version_id   char(36)     not null,
    new_version_id   char(36),
    provider_id      varchar(64)  not null check (char_length(provider_id) >= 3),
    external_key     varchar(512) check (external_key <> ''),
    rotate_at        datetime(6)  not null,
    -- Durations are ISO 8601.
    publish_before   varchar(64)  not null,
    overlap          varchar(64)  not null,
    phase            varchar(16)  not null
                                  check (phase in ('scheduled', 'published', 'completed', 'cancelled', 'failed')),
    due_at           datetime(6)  not null,
    failure          varchar(500) character set utf8mb4 collate utf8mb4_bin,
    created_at       datetime(6)  not null,
    created_by_id    varchar(255) character set utf8mb4 collate utf8mb4_bin not null,
    updated_at       datetime(6)  not null,
    updated_by_id    varchar(255) character set utf8mb4 collate utf8mb4_bin not null,
    revision         bigint       not null check (revision >= 0),

    -- A key is replaced by one version at a time. Null for rotations that are over, which the unique key passes over.
    unfinished_alias varchar(512) generated always as (case when phase in ('scheduled', 'published') then alias end) virtual,

    check (phase <> 'published' or new_version_id is not null),

    unique key rotation_unfinished (tenant_id, unfinished_alias),
    key rotation_due (tenant_id, phase, due_at),
    key rotation_alias (tenant_id, alias, created_at, id)
) engine = InnoDB, default charset = ascii, collate = ascii_bin;
