-- The events, numbered from 0 without holes. Never changed.
create table if not exists audit_event (
    tenant_id   varchar(63)   not null,
    idx         bigint        not null check (idx >= 0),
    -- The octets of the leaf, which are canonical JSON; the other columns are for finding it.
    leaf        blob          not null,
    leaf_hash   varbinary(32) not null check (length(leaf_hash) = 32),
    happened_at datetime(6)   not null,
    operation   varchar(64)   not null check (operation <> ''),
    outcome     varchar(16)   not null check (outcome in ('started', 'succeeded', 'refused', 'failed')),
    alias       varchar(512)  check (alias <> ''),
    kid         varchar(512)  check (kid <> ''),

    primary key (tenant_id, idx),
    key audit_event_alias (tenant_id, alias, idx),
    key audit_event_kid (tenant_id, kid, idx)
) engine = InnoDB, default charset = ascii, collate = ascii_bin;
