-- What became of requests that may be repeated, for a day or so. Nothing secret is ever in here.
create table if not exists idempotency (
    tenant_id     varchar(63)   not null,
    -- Hashes in hexadecimal.
    id            varchar(128)  not null check (id <> ''),
    fingerprint   varchar(128)  not null check (fingerprint <> ''),
    -- What the request is to create.
    resource_id   char(36)      not null,
    -- The answer, once there is one.
    status        int           check (status between 100 and 599),
    location      varchar(2048) character set utf8mb4 collate utf8mb4_bin,
    body          mediumtext    character set utf8mb4 collate utf8mb4_bin,
    created_at    datetime(6)   not null,
    created_by_id varchar(255)  character set utf8mb4 collate utf8mb4_bin not null,
    touched_at    datetime(6)   not null,
    touched_by_id varchar(255)  character set utf8mb4 collate utf8mb4_bin not null,
    revision      bigint        not null check (revision >= 0),

    primary key (tenant_id, id),
    key idempotency_created (tenant_id, created_at),
    check ((status is null) = (location is null)),
    check ((status is null) = (body is null))
) engine = InnoDB, default charset = ascii, collate = ascii_bin;
