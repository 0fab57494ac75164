-- What became of a key version; its state is in key_reference. Versions that were written before this table was made have
-- no row until they change: they are active since they were created.
create table key_lifecycle (
    id              text collate "C" not null primary key,
    tenant_id       text collate "C" not null,
    reason          text check (length(reason) between 1 and 500),
    since_at        timestamptz(6) not null,
    since_by_id     text not null,
    activated_at    timestamptz(6),
    deactivated_at  timestamptz(6),
    compromised_at  timestamptz(6),
    destroyed_at    timestamptz(6),
    -- When the material is to be deleted.
    destroy_at      timestamptz(6),
    published_until timestamptz(6)
);

create index key_lifecycle_destroy_at on key_lifecycle (tenant_id, destroy_at) where destroy_at is not null;

-- By what a deleted key was known.
create index key_reference_deleted_alias on key_reference (tenant_id, alias, deleted_at) where deleted_at is not null;

create index key_reference_deleted_kid on key_reference (tenant_id, kid, deleted_at) where deleted_at is not null;

-- Where the tenant's new keys are made.
create table kms_provider_integration (
    id            text    collate "C" not null primary key,
    tenant_id     text    collate "C" not null,
    provider_id   text    collate "C" not null check (length(provider_id) between 3 and 64),
    -- Null for all.
    service       text    collate "C" check (length(service) between 1 and 63),
    purpose       text    collate "C" check (length(purpose) between 1 and 63),
    priority      integer not null check (priority between 0 and 10000),
    enabled       boolean not null,
    created_at    timestamptz(6) not null,
    created_by_id text    not null,
    updated_at    timestamptz(6) not null,
    updated_by_id text    not null,
    -- Counts the changes of the row.
    revision      bigint  not null check (revision >= 0)
);

-- The replacement of a key version by the next, kept as history.
create table rotation (
    id             text   collate "C" not null primary key,
    tenant_id      text   collate "C" not null,
    alias          text   collate "C" not null check (length(alias) between 1 and 512),
    -- What key_reference knows these versions by; the new one from the moment it is about to be made.
    old_version_id text   collate "C" not null,
    new_version_id text   collate "C",
    provider_id    text   collate "C" not null check (length(provider_id) between 3 and 64),
    external_key   text   collate "C" check (length(external_key) between 1 and 512),
    rotate_at      timestamptz(6) not null,
    -- Durations are ISO 8601.
    publish_before text   not null,
    overlap        text   not null,
    phase          text   collate "C" not null
                          check (phase in ('scheduled', 'published', 'completed', 'cancelled', 'failed')),
    due_at         timestamptz(6) not null,
    failure        text   check (length(failure) <= 500),
    created_at     timestamptz(6) not null,
    created_by_id  text   not null,
    updated_at     timestamptz(6) not null,
    updated_by_id  text   not null,
    revision       bigint not null check (revision >= 0),

    check (phase <> 'published' or new_version_id is not null)
);

-- A key is replaced by one version at a time.
create unique index rotation_unfinished on rotation (tenant_id, alias) where phase in ('scheduled', 'published');

create index rotation_due on rotation (tenant_id, due_at) where phase in ('scheduled', 'published');

create index rotation_alias on rotation (tenant_id, alias, created_at, id);

-- How keys rotate by themselves.
create table rotation_policy (
    tenant_id          text   collate "C" not null,
    alias              text   collate "C" not null check (length(alias) between 1 and 512),
    rotation_interval  text   not null,
    publish_before     text   not null,
    overlap            text   not null,
    target_provider_id text   collate "C" check (length(target_provider_id) between 3 and 64),
    due_at             timestamptz(6) not null,
    created_at         timestamptz(6) not null,
    created_by_id      text   not null,
    updated_at         timestamptz(6) not null,
    updated_by_id      text   not null,
    revision           bigint not null check (revision >= 0),

    primary key (tenant_id, alias)
);

create index rotation_policy_due on rotation_policy (tenant_id, due_at);

-- What became of requests that may be repeated, for a day or so. Nothing secret is ever in here.
create table idempotency (
    tenant_id     text    collate "C" not null,
    -- Hashes in hexadecimal.
    id            text    collate "C" not null check (length(id) between 1 and 128),
    fingerprint   text    collate "C" not null check (length(fingerprint) between 1 and 128),
    -- What the request is to create.
    resource_id   text    collate "C" not null,
    -- The answer, once there is one.
    status        integer check (status between 100 and 599),
    location      text    check (length(location) <= 2048),
    body          text,
    created_at    timestamptz(6) not null,
    created_by_id text    not null,
    touched_at    timestamptz(6) not null,
    touched_by_id text    not null,
    revision      bigint  not null check (revision >= 0),

    primary key (tenant_id, id),
    check ((status is null) = (location is null)),
    check ((status is null) = (body is null))
);

create index idempotency_created on idempotency (tenant_id, created_at);
