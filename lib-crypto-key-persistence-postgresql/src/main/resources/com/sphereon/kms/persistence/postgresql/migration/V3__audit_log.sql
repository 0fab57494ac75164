-- The head of the tenant's audit log: all that must be known to append to it. Its one row is locked while the log grows, and
-- there is room beside it for the versions that leaves behind.
create table audit_log (
    tenant_id       text   collate "C" not null primary key,
    -- Number of events.
    size            bigint not null check (size >= 0),
    -- Hashes of the complete subtrees the tree consists of, the largest first.
    frontier        bytea  not null check (length(frontier) % 32 = 0),
    last_leaf_hash  bytea  not null check (length(last_leaf_hash) = 32),
    -- Size at the last checkpoint.
    checkpoint_size bigint not null default 0 check (checkpoint_size >= 0)
) with (fillfactor = 20);

-- The events, numbered from 0 without holes. Never changed.
create table audit_event (
    tenant_id   text   collate "C" not null,
    idx         bigint not null check (idx >= 0),
    -- The octets of the leaf, which are canonical JSON; the other columns are for finding it.
    leaf        bytea  not null,
    leaf_hash   bytea  not null check (length(leaf_hash) = 32),
    happened_at timestamptz(6) not null,
    operation   text   collate "C" not null check (length(operation) between 1 and 64),
    outcome     text   collate "C" not null check (outcome in ('started', 'succeeded', 'refused', 'failed')),
    alias       text   collate "C" check (length(alias) between 1 and 512),
    kid         text   collate "C" check (length(kid) between 1 and 512),

    primary key (tenant_id, idx)
);

create index audit_event_alias on audit_event (tenant_id, alias, idx) where alias is not null;

create index audit_event_kid on audit_event (tenant_id, kid, idx) where kid is not null;

-- Hashes of complete subtrees with 256, 65536, ... leaves.
create table audit_tile (
    tenant_id   text    collate "C" not null,
    -- The subtree has 2^level leaves.
    level       integer not null check (level >= 8 and level % 8 = 0),
    -- Among the subtrees of its level.
    idx         bigint  not null check (idx >= 0),
    hash        bytea   not null check (length(hash) = 32),
    -- Of level 8 only: the least and the greatest time of its events.
    earliest_at timestamptz(6),
    latest_at   timestamptz(6),

    primary key (tenant_id, level, idx),
    check ((earliest_at is not null) = (level = 8)),
    check ((latest_at is not null) = (level = 8))
);

-- What was signed of the log.
create table audit_checkpoint (
    tenant_id text   collate "C" not null,
    size      bigint not null check (size >= 1),
    root      bytea  not null check (length(root) = 32),
    -- The signed text as it was handed out.
    note      text   not null check (length(note) between 1 and 4096),
    kid       text   collate "C" not null check (length(kid) between 1 and 512),
    signed_at timestamptz(6) not null,

    primary key (tenant_id, size)
);
