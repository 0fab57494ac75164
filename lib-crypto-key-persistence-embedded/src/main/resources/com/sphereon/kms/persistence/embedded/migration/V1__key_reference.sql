-- One row for each key version, of all tenants. Deleted ones stay as history. Nothing secret is ever in here.
create table key_reference (
    id                  text    not null primary key,
    tenant_id           text    not null,
    alias               text    not null check (length(alias) between 1 and 512),
    version             integer not null check (version >= 1),
    kid                 text             check (length(kid) between 1 and 512),
    provider_id         text    not null,
    -- The provider's own name for the key.
    provider_key_id     text,
    origin              text    not null default 'managed' check (origin in ('managed', 'external')),
    control_mode        text    not null default 'platform_managed'
                                check (control_mode in ('platform_managed', 'externally_managed')),
    wallet_unit_id      text,
    key_type            text             check (key_type in ('EC', 'RSA', 'OKP', 'OCT')),
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
    -- Moments are ISO 8601 in UTC with six digits behind the point, so that their order is that of the texts.
    created_at          text    not null check (length(created_at) = 27),
    created_by_id       text,
    updated_at          text    not null check (length(updated_at) = 27),
    updated_by_id       text,
    deleted_at          text             check (length(deleted_at) = 27),
    deleted_by_id       text,
    -- Counts the changes of the row.
    revision            integer not null check (revision >= 0),

    check ((deleted_at is not null) = (progress = 'deleted')),
    check ((kid is null) = (provider_key_id is null)),
    check (progress <> 'live' or kid is not null),
    check (progress <> 'creating' or kid is null)
) strict;

create unique index key_reference_alias on key_reference (tenant_id, alias, version) where deleted_at is null;

create unique index key_reference_kid on key_reference (tenant_id, kid, provider_id)
    where deleted_at is null and kid is not null;

create index key_reference_provider on key_reference (tenant_id, provider_id, alias, version) where deleted_at is null;

create index key_reference_unfinished on key_reference (tenant_id, updated_at)
    where progress in ('creating', 'deleting');
