-- One row for each provider that is registered, by the platform or by a tenant. What is special to its type is in the
-- table of that type, where a column without a value stands for what the type has as default. Credentials are never in
-- here: those columns say where one is, as env:NAME or file:/path.
create table if not exists kms_provider (
    id              char(36) not null primary key,
    provider_id     varchar(64) not null,
    type            varchar(32) not null,
    display_name    varchar(160) character set utf8mb4 collate utf8mb4_bin not null,
    ownership       varchar(32) not null,
    -- Empty for the platform, so that the unique key below counts it like a tenant.
    owner_tenant_id varchar(63) not null,
    enabled         boolean not null default true,
    -- Hidden from tenants.
    is_system       boolean not null default false,
    -- Whether all tenants may use it; else those in kms_provider_sharing may.
    shared_with_all boolean not null default false,
    -- Since when it is being removed.
    retiring_at     datetime(6),
    created_at      datetime(6) not null,
    created_by_id   varchar(255) character set utf8mb4 collate utf8mb4_bin,
    updated_at      datetime(6) not null,
    updated_by_id   varchar(255) character set utf8mb4 collate utf8mb4_bin,
    -- Counts the changes of the row and of what belongs to it.
    revision        bigint not null,

    unique (owner_tenant_id, provider_id),
    unique (id, type),
    unique (id, ownership),
    check (length(provider_id) between 3 and 64),
    check (type in ('software', 'aws_kms', 'azure_keyvault', 'csc', 'rest')),
    check (char_length(display_name) between 1 and 160),
    check (ownership in ('platform', 'tenant')),
    check ((ownership = 'platform') = (owner_tenant_id = '')),
    check (is_system = false or (ownership = 'platform' and shared_with_all = false)),
    check (shared_with_all = false or ownership = 'platform'),
    check (revision >= 0)
) engine = InnoDB, default charset = ascii, collate = ascii_bin;
