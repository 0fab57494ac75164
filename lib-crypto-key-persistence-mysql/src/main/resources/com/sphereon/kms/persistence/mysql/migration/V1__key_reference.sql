-- One row for each key version of the tenant. Deleted ones stay as history. Nothing secret is ever in here.
-- One statement, so that it happens or does not, and one that may be repeated. Texts compare by character code, as they
-- do in Java: names are ASCII.
create table if not exists key_reference (
    id                  char(36)     not null primary key,
    tenant_id           varchar(63)  not null,
    alias               varchar(512) not null check (alias <> ''),
    version             int          not null check (version >= 1),
    kid                 varchar(512) check (kid <> ''),
    provider_id         varchar(64)  not null,
    -- The provider's own name for the key.
    provider_key_id     varchar(2048) character set utf8mb4 collate utf8mb4_bin,
    origin              varchar(32)  not null default 'managed' check (origin in ('managed', 'external')),
    control_mode        varchar(32)  not null default 'platform_managed'
                                     check (control_mode in ('platform_managed', 'externally_managed')),
    wallet_unit_id      varchar(255) character set utf8mb4 collate utf8mb4_bin,
    key_type            varchar(8)   check (key_type in ('EC', 'RSA', 'OKP', 'OCT')),
    -- The name of the curve, or the length in bits.
    key_size            varchar(32)  not null,
    key_use             varchar(8)   not null check (key_use in ('sig', 'enc')),
    -- JWK names, separated by commas.
    key_operations      varchar(255) not null,
    signature_algorithm varchar(64),
    key_visibility      varchar(32),
    key_encoding        varchar(32),
    public_key_jwk      text         character set utf8mb4 collate utf8mb4_bin,
    -- A JSON array of Base64 DER, leaf first.
    certificate_chain   mediumtext   character set utf8mb4 collate utf8mb4_bin,
    progress            varchar(16)  not null check (progress in ('creating', 'live', 'deleting', 'deleted')),
    state               varchar(16)  not null
                                     check (state in ('pre_active', 'active', 'suspended', 'deactivated', 'compromised', 'destroyed')),
    -- Moments are in UTC.
    created_at          datetime(6)  not null,
    created_by_id       varchar(255) character set utf8mb4 collate utf8mb4_bin,
    updated_at          datetime(6)  not null,
    updated_by_id       varchar(255) character set utf8mb4 collate utf8mb4_bin,
    deleted_at          datetime(6),
    deleted_by_id       varchar(255) character set utf8mb4 collate utf8mb4_bin,
    -- Counts the changes of the row.
    revision            bigint       not null check (revision >= 0),

    -- Names of rows that are not deleted; null for others, which unique keys pass over.
    live_alias          varchar(512) generated always as (case when deleted_at is null then alias end) virtual,
    live_kid            varchar(512) generated always as (case when deleted_at is null then kid end) virtual,

    check ((deleted_at is not null) = (progress = 'deleted')),
    check ((kid is null) = (provider_key_id is null)),
    check (progress <> 'live' or kid is not null),
    check (progress <> 'creating' or kid is null),

    unique key key_reference_alias (tenant_id, live_alias, version),
    unique key key_reference_kid (tenant_id, live_kid, provider_id),
    key key_reference_by_alias (tenant_id, alias, version),
    key key_reference_by_kid (tenant_id, kid, provider_id),
    key key_reference_provider (tenant_id, provider_id, alias, version),
    key key_reference_unfinished (tenant_id, progress, updated_at)
) engine = InnoDB, default charset = ascii, collate = ascii_bin;
