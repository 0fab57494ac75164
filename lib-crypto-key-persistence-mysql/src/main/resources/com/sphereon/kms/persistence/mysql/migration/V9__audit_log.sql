-- The head of the tenant's audit log: all that must be known to append to it. Its one row is locked while the log grows.
create table if not exists audit_log (
    tenant_id       varchar(63)     not null primary key,
    -- Number of events.
    size            bigint          not null check (size >= 0),
    -- Hashes of the complete subtrees the tree consists of, the largest first.
    frontier        varbinary(2048) not null check (length(frontier) % 32 = 0),
    last_leaf_hash  varbinary(32)   not null check (length(last_leaf_hash) = 32),
    -- Size at the last checkpoint.
    checkpoint_size bigint          not null default 0 check (checkpoint_size >= 0)
) engine = InnoDB, default charset = ascii, collate = ascii_bin;
