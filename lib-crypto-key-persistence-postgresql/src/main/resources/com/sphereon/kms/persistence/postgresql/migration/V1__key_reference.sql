-- One row for each key version of the tenant. Deleted ones stay as history. Nothing secret is ever in here.
-- Texts compare by character code (collate "C"), as they do in Java.
create table key_reference (
    id                  text    collate "C" not null primary key,
    tenant_id           text    collate "C" not null,
    alias               text    collate "C" not null check (length(alias) between 1 and 512),
    version             integer not null check (version >= 1),
    kid                 text    collate "C" check (length(kid) between 1 and 512),
    provider_id         text    collate "C" not null,
    -- The provider's own name for the key.
    provider_key_id     text    collate "C" check (length(provider_key_id) <= 2048),
    origin              text    not null default 'managed' check (origin in ('managed', 'external')),
    control_mode        text    not null default 'platform_managed'
                                check (control_mode in ('platform_managed', 'externally_managed')),
    wallet_unit_id      text,
    key_type            text    check (key_type in ('EC', 'RSA', 'OKP', 'OCT')),
    -- The name of the curve, or the length in bits.
    key_size            text    not null,
    key_use             text    not null check (key_use in ('sig', 'enc')),
    -- JWK names, separated by commas.
    key_operations      text    not null,
    signature_algorithm text,
    key_visibility      text,
    key_encoding        text,
    public_key_jwk      text,
    -- A JSON array of Base64 DER, leaf first.
    certificate_chain   text,
    progress            text    not null check (progress in ('creating', 'live', 'deleting', 'deleted')),
    state               text    not null
                                check (state in ('pre_active', 'active', 'suspended', 'deactivated', 'compromised', 'destroyed')),
    created_at          timestamptz(6) not null,
    created_by_id       text,
    updated_at          timestamptz(6) not null,
    updated_by_id       text,
    deleted_at          timestamptz(6),
    deleted_by_id       text,
    -- Counts the changes of the row.
    revision            bigint  not null check (revision >= 0),

    check ((deleted_at is not null) = (progress = 'deleted')),
    check ((kid is null) = (provider_key_id is null)),
    check (progress <> 'live' or kid is not null),
    check (progress <> 'creating' or kid is null)
);

create unique index key_reference_alias on key_reference (tenant_id, alias, version) where deleted_at is null;

create unique index key_reference_kid on key_reference (tenant_id, kid, provider_id)
    where deleted_at is null and kid is not null;

create index key_reference_provider on key_reference (tenant_id, provider_id, alias, version) where deleted_at is null;

create index key_reference_unfinished on key_reference (tenant_id, updated_at)
    where progress in ('creating', 'deleting');

-- One row. Each transaction that writes changes it first: so they wait for each other, and others see that there was one.
create table change_counter (
    tenant_id text   collate "C" not null primary key,
    changes   bigint not null check (changes >= 0)
);

-- What the tenant's administrators have set. No secrets: those are named, never kept.
create table tenant_config_property (
    tenant_id      text   collate "C" not null,
    property_key   text   collate "C" not null check (length(property_key) between 1 and 255),
    property_value text   not null check (length(property_value) <= 16384),
    value_type     text   not null default 'string' check (value_type in ('string', 'integer', 'boolean', 'duration')),
    revision       bigint not null check (revision >= 0),
    created_at     timestamptz(6) not null,
    created_by_id  text,
    updated_at     timestamptz(6) not null,
    updated_by_id  text,

    primary key (tenant_id, property_key)
);
