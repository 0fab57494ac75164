-- One row for each provider that is registered, by the platform or by a tenant. What is special to its type is in the
-- table of that type. Credentials are never in here: those columns say where one is, as env:NAME or file:/path.
create table kms_provider (
    id                      text not null primary key,
    provider_id             text not null,
    type                    text not null,
    display_name            text not null,
    ownership               text not null,
    -- Empty for the platform, so that the unique key below counts it like a tenant.
    owner_tenant_id         text not null,
    enabled                 integer not null default 1 check (enabled in (0, 1)),
    -- Hidden from tenants.
    is_system               integer not null default 0 check (is_system in (0, 1)),
    external_key_visibility text not null default 'public',
    cache_enabled           integer not null default 0 check (cache_enabled in (0, 1)),
    cache_ttl_in_seconds    integer not null default 300,
    created_at              text not null check (length(created_at) = 27),
    created_by_id           text,
    updated_at              text not null check (length(updated_at) = 27),
    updated_by_id           text,
    -- Counts the changes of the row and of what belongs to it.
    revision                integer not null,

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
) strict;

-- What a provider of type software needs. The second column keeps rows of other types away.
create table kms_provider_software (
    kms_provider_id         text not null primary key,
    type                    text not null default 'software' check (type = 'software'),
    key_store_type          text not null default 'file',
    key_store_path          text check (length(key_store_path) between 1 and 1024),
    key_store_master_key    text check (key_store_master_key glob 'env:?*' or key_store_master_key glob 'file:?*'),
    cryptography_provider   text not null default 'auto',
    auto_create_certificate integer not null default 0 check (auto_create_certificate in (0, 1)),

    check (key_store_type in ('memory', 'file')),
    check (cryptography_provider in ('auto', 'accp', 'jdk')),
    foreign key (kms_provider_id, type) references kms_provider (id, type) on delete cascade
) strict;

-- Master keys that key files may still be under, besides the one new files get.
create table kms_provider_software_previous_master_key (
    kms_provider_id text not null,
    place           integer not null,
    reference       text not null check (reference glob 'env:?*' or reference glob 'file:?*'),

    primary key (kms_provider_id, place),
    check (place between 1 and 100),
    foreign key (kms_provider_id) references kms_provider_software (kms_provider_id) on delete cascade
) strict;

-- What a provider of type aws_kms needs. The second column keeps rows of other types away.
create table kms_provider_aws_kms (
    kms_provider_id   text not null primary key,
    type              text not null default 'aws_kms' check (type = 'aws_kms'),
    application_id    text not null default 'aws-kms' check (length(application_id) between 1 and 64),
    region            text not null check (length(region) between 1 and 64),
    endpoint_url      text check (length(endpoint_url) between 1 and 1024),
    credential_mode   text not null default 'default_chain',
    access_key_id     text check (access_key_id glob 'env:?*' or access_key_id glob 'file:?*'),
    secret_access_key text check (secret_access_key glob 'env:?*' or secret_access_key glob 'file:?*'),
    session_token     text check (session_token glob 'env:?*' or session_token glob 'file:?*'),
    profile_name      text check (length(profile_name) between 1 and 160),
    max_retries       integer not null default 10,
    base_delay_in_ms  integer not null default 1000,
    max_delay_in_ms   integer not null default 15000,

    check (credential_mode in ('default_chain', 'access_key', 'profile', 'container', 'instance')),
    check (credential_mode <> 'access_key' or (access_key_id is not null and secret_access_key is not null)),
    check (credential_mode <> 'profile' or profile_name is not null),
    check (max_retries between 0 and 100),
    check (base_delay_in_ms between 1 and max_delay_in_ms),
    foreign key (kms_provider_id, type) references kms_provider (id, type) on delete cascade
) strict;

-- What a provider of type azure_keyvault needs. The second column keeps rows of other types away.
create table kms_provider_azure_keyvault (
    kms_provider_id    text not null primary key,
    type               text not null default 'azure_keyvault' check (type = 'azure_keyvault'),
    application_id     text not null default 'azure-keyvault' check (length(application_id) between 1 and 64),
    keyvault_url       text not null check (length(keyvault_url) between 1 and 1024),
    -- Azure's tenant, which is none of ours.
    azure_tenant_id    text check (length(azure_tenant_id) between 1 and 64),
    hsm_type           text not null default 'keyvault',
    credential_mode    text not null default 'default_chain',
    client_id          text check (length(client_id) between 1 and 64),
    client_secret      text check (client_secret glob 'env:?*' or client_secret glob 'file:?*'),
    client_certificate text check (client_certificate glob 'env:?*' or client_certificate glob 'file:?*'),
    max_retries        integer not null default 10,
    base_delay_in_ms   integer not null default 1000,
    max_delay_in_ms    integer not null default 15000,

    check (keyvault_url like 'https://%' or keyvault_url like 'http://localhost%'),
    check (hsm_type in ('keyvault', 'managed_hsm')),
    check (credential_mode in ('default_chain', 'managed_identity', 'service_client_secret', 'service_client_certificate')),
    check (credential_mode not like 'service%' or (azure_tenant_id is not null and client_id is not null)),
    check (credential_mode <> 'service_client_secret' or client_secret is not null),
    check (credential_mode <> 'service_client_certificate' or client_certificate is not null),
    check (max_retries between 0 and 100),
    check (base_delay_in_ms between 1 and max_delay_in_ms),
    foreign key (kms_provider_id, type) references kms_provider (id, type) on delete cascade
) strict;

-- What a provider of type csc needs. The second column keeps rows of other types away.
create table kms_provider_csc (
    kms_provider_id  text not null primary key,
    type             text not null default 'csc' check (type = 'csc'),
    base_url         text not null check (length(base_url) between 1 and 1024),
    token_url        text check (length(token_url) between 1 and 1024),
    credential_mode  text not null default 'service_client_secret',
    client_id        text not null check (length(client_id) between 1 and 160),
    client_secret    text not null check (client_secret glob 'env:?*' or client_secret glob 'file:?*'),
    api_key          text check (api_key glob 'env:?*' or api_key glob 'file:?*'),
    -- Set where an automatic e-seal signs, instead of CSC credentials.
    auto_signer_id   text check (length(auto_signer_id) between 1 and 160),
    max_retries      integer not null default 10,
    base_delay_in_ms integer not null default 1000,
    max_delay_in_ms  integer not null default 15000,

    check (credential_mode in ('service_client_secret')),
    check (max_retries between 0 and 100),
    check (base_delay_in_ms between 1 and max_delay_in_ms),
    foreign key (kms_provider_id, type) references kms_provider (id, type) on delete cascade
) strict;

-- What a provider of type rest needs. The second column keeps rows of other types away.
create table kms_provider_rest (
    kms_provider_id         text not null primary key,
    type                    text not null default 'rest' check (type = 'rest'),
    url                     text not null check (length(url) between 1 and 1024),
    -- The remote KMS' own provider; its default one when absent.
    rest_provider_id        text check (length(rest_provider_id) between 1 and 64),
    bearer_jwt              text check (bearer_jwt glob 'env:?*' or bearer_jwt glob 'file:?*'),
    -- Where to get a token instead.
    token_endpoint          text check (length(token_endpoint) between 1 and 1024),
    client_id               text check (length(client_id) between 1 and 160),
    client_secret           text check (client_secret glob 'env:?*' or client_secret glob 'file:?*'),
    audience                text check (length(audience) between 1 and 160),
    auto_create_certificate integer not null default 0 check (auto_create_certificate in (0, 1)),
    max_retries             integer not null default 10,
    base_delay_in_ms        integer not null default 1000,
    max_delay_in_ms         integer not null default 15000,

    check (token_endpoint is null or (client_id is not null and client_secret is not null)),
    check (bearer_jwt is null or token_endpoint is null),
    check (max_retries between 0 and 100),
    check (base_delay_in_ms between 1 and max_delay_in_ms),
    foreign key (kms_provider_id, type) references kms_provider (id, type) on delete cascade
) strict;

-- Which tenants may use a provider of the platform. Nobody shares a tenant's.
create table kms_provider_sharing (
    kms_provider_id text not null,
    ownership       text not null default 'platform' check (ownership = 'platform'),
    tenant_id       text not null,
    created_at      text not null check (length(created_at) = 27),
    created_by_id   text,

    primary key (kms_provider_id, tenant_id),
    foreign key (kms_provider_id, ownership) references kms_provider (id, ownership) on delete cascade
) strict;

create index kms_provider_sharing_tenant on kms_provider_sharing (tenant_id);
