-- Grows with every change of a tenant's rows, so that whoever remembers some can tell whether they are still current.
create table change_counter (
    tenant_id text    not null primary key,
    changes   integer not null check (changes >= 0)
) strict;

-- What a tenant's administrator set. Nothing secret is ever in here.
create table tenant_config_property (
    tenant_id      text    not null,
    property_key   text    not null check (length(property_key) between 1 and 255),
    property_value text    not null check (length(property_value) <= 16384),
    value_type     text    not null default 'string' check (value_type in ('string', 'integer', 'boolean', 'duration')),
    -- Counts the changes of the row.
    revision       integer not null check (revision >= 0),
    created_at     text    not null check (length(created_at) = 27),
    created_by_id  text,
    updated_at     text    not null check (length(updated_at) = 27),
    updated_by_id  text,

    primary key (tenant_id, property_key)
) strict;
