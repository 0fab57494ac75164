-- One row for each provider that is registered, by the platform or by a tenant. What is special to its type is in the
-- table of that type. Credentials are never in here: those columns say where one is, as env:NAME or file:/path.
create table if not exists kms_provider (
    id                      char(36) not null primary key,
    provider_id             varchar(64) not null,
    type                    varchar(32) not null,
    display_name            varchar(160) character set utf8mb4 collate utf8mb4_bin not null,
    ownership               varchar(32) not null,
    -- Empty for the platform, so that the unique key below counts it like a tenant.
    owner_tenant_id         varchar(63) not null,
    enabled                 boolean not null default true,
    -- Hidden from tenants.
    is_system               boolean not null default false,
    external_key_visibility varchar(32) not null default 'public',
    cache_enabled           boolean not null default false,
    cache_ttl_in_seconds    int not null default 300,
    created_at              datetime(6) not null,
    created_by_id           varchar(255) character set utf8mb4 collate utf8mb4_bin,
    updated_at              datetime(6) not null,
    updated_by_id           varchar(255) character set utf8mb4 collate utf8mb4_bin,
    -- Counts the changes of the row and of what belongs to it.
    revision                bigint not null,

    unique (owner_tenant_id, provider_id),
    unique (id, type),
    unique (id, ownership),
    check (length(provider_id) between 3 and 64),
    check (type in ('software', 'aws_kms', 'azure_keyvault', 'csc', 'rest')),
    check (length(display_name) between 1 and 160),
    check (ownership in ('platform', 'tenant')),
    check ((ownership = 'platform') = (owner_tenant_id = '')),
    check (external_key_visibility in ('public', 'public_only', 'private')),
    check (cache_ttl_in_seconds between 1 and 86400),
    check (revision >= 0)
) engine = InnoDB, default charset = ascii, collate = ascii_bin;
