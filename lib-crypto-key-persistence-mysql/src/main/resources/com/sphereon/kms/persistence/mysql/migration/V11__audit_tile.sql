-- Hashes of complete subtrees with 256, 65536, ... leaves.
create table if not exists audit_tile (
    tenant_id   varchar(63)   not null,
    -- The subtree has 2^level leaves.
    level       int           not null check (level >= 8 and level % 8 = 0),
    -- Among the subtrees of its level.
    idx         bigint        not null check (idx >= 0),
    hash        varbinary(32) not null check (length(hash) = 32),
    -- Of level 8 only: the least and the greatest time of its events.
    earliest_at datetime(6),
    latest_at   datetime(6),

    primary key (tenant_id, level, idx),
    check ((earliest_at is not null) = (level = 8)),
    check ((latest_at is not null) = (level = 8))
) engine = InnoDB, default charset = ascii, collate = ascii_bin;
