-- The head of each tenant's audit log: all that must be known to append to it. It is locked while the log grows.
create table audit_log (
    tenant_id       text    not null primary key,
    -- Number of events.
    size            integer not null check (size >= 0),
    -- Hashes of the complete subtrees the tree consists of, the largest first.
    frontier        blob    not null check (length(frontier) % 32 = 0),
    last_leaf_hash  blob    not null check (length(last_leaf_hash) = 32),
    -- Size at the last checkpoint.
    checkpoint_size integer not null default 0 check (checkpoint_size >= 0)
) strict;

-- The events of all tenants, numbered from 0 without holes. Never changed.
create table audit_event (
    tenant_id   text    not null,
    idx         integer not null check (idx >= 0),
    -- The octets of the leaf, which are canonical JSON; the other columns are for finding it.
    leaf        blob    not null,
    leaf_hash   blob    not null check (length(leaf_hash) = 32),
    happened_at text    not null check (length(happened_at) = 27),
    operation   text    not null check (length(operation) between 1 and 64),
    outcome     text    not null check (outcome in ('started', 'succeeded', 'refused', 'failed')),
    alias       text             check (length(alias) between 1 and 512),
    kid         text             check (length(kid) between 1 and 512),

    primary key (tenant_id, idx)
) strict;

create index audit_event_alias on audit_event (tenant_id, alias, idx) where alias is not null;

create index audit_event_kid on audit_event (tenant_id, kid, idx) where kid is not null;

-- Hashes of complete subtrees with 256, 65536, ... leaves.
create table audit_tile (
    tenant_id   text    not null,
    -- The subtree has 2^level leaves.
    level       integer not null check (level >= 8 and level % 8 = 0),
    -- Among the subtrees of its level.
    idx         integer not null check (idx >= 0),
    hash        blob    not null check (length(hash) = 32),
    -- Of level 8 only: the least and the greatest time of its events.
    earliest_at text             check (length(earliest_at) = 27),
    latest_at   text             check (length(latest_at) = 27),

    primary key (tenant_id, level, idx),
    check ((earliest_at is not null) = (level = 8)),
    check ((latest_at is not null) = (level = 8))
) strict, without rowid;

-- What was signed of the logs.
create table audit_checkpoint (
    tenant_id text    not null,
    size      integer not null check (size >= 1),
    root      blob    not null check (length(root) = 32),
    -- The signed text as it was handed out.
    note      text    not null check (length(note) between 1 and 4096),
    kid       text    not null check (length(kid) between 1 and 512),
    signed_at text    not null check (length(signed_at) = 27),

    primary key (tenant_id, size)
) strict;
