-- The tables of the first version held nothing, since no version of the program wrote to them. They are made anew with the
-- columns that were missing; a check that is too narrow can be widened in no other way that all databases know.
drop table kms_provider_sharing;
drop table kms_provider_rest;
drop table kms_provider_csc;
drop table kms_provider_azure_keyvault;
drop table kms_provider_aws_kms;
drop table kms_provider_software_previous_master_key;
drop table kms_provider_software;
drop table kms_provider;

-- One row for each provider that is registered, by the platform or by a tenant. What is special to its type is in the
-- table of that type, where a column without a value stands for what the type has as default. Credentials are never in
-- here: those columns say where one is, as env:NAME or file:/path.
create table kms_provider (
    id              text collate "C" not null primary key,
    provider_id     text collate "C" not null,
    type            text collate "C" not null,
    display_name    text not null,
    ownership       text collate "C" not null,
    -- Empty for the platform, so that the unique key below counts it like a tenant.
    owner_tenant_id text collate "C" not null,
    enabled         boolean not null default true,
    -- Hidden from tenants.
    is_system       boolean not null default false,
    -- Whether all tenants may use it; else those in kms_provider_sharing may.
    shared_with_all boolean not null default false,
    -- Since when it is being removed.
    retiring_at     timestamptz(6),
    created_at      timestamptz(6) not null,
    created_by_id   text,
    updated_at      timestamptz(6) not null,
    updated_by_id   text,
    -- Counts the changes of the row and of what belongs to it.
    revision        bigint not null,

    unique (owner_tenant_id, provider_id),
    unique (id, type),
    unique (id, ownership),
    check (length(provider_id) between 3 and 64),
    check (type in ('software', 'aws_kms', 'azure_keyvault', 'csc', 'rest')),
    check (length(display_name) between 1 and 160),
    check (ownership in ('platform', 'tenant')),
    check ((ownership = 'platform') = (owner_tenant_id = '')),
    check (is_system = false or (ownership = 'platform' and shared_with_all = false)),
    check (shared_with_all = false or ownership = 'platform'),
    check (revision >= 0)
);

-- What a provider of type software needs. The second column keeps rows of other types away.
create table kms_provider_software (
    kms_provider_id       text collate "C" not null primary key,
    type                  text collate "C" not null default 'software' check (type = 'software'),
    key_store_type        text collate "C",
    key_store_path        text check (length(key_store_path) between 1 and 1024),
    key_store_master_key  text check (key_store_master_key like 'env:_%' or key_store_master_key like 'file:_%'),
    cryptography_provider text collate "C",

    check (key_store_type in ('memory', 'file')),
    check (cryptography_provider in ('auto', 'accp', 'jdk')),
    foreign key (kms_provider_id, type) references kms_provider (id, type) on delete cascade
);

-- Master keys that key files may still be under, besides the one new files get.
create table kms_provider_software_previous_master_key (
    kms_provider_id text collate "C" not null,
    place           integer not null,
    reference       text not null check (reference like 'env:_%' or reference like 'file:_%'),

    primary key (kms_provider_id, place),
    check (place between 1 and 100),
    foreign key (kms_provider_id) references kms_provider_software (kms_provider_id) on delete cascade
);

-- What a provider of type aws_kms needs. The second column keeps rows of other types away.
create table kms_provider_aws_kms (
    kms_provider_id         text collate "C" not null primary key,
    type                    text collate "C" not null default 'aws_kms' check (type = 'aws_kms'),
    application_id          text check (length(application_id) between 1 and 1024),
    region                  text not null check (length(region) between 1 and 1024),
    endpoint_url            text check (length(endpoint_url) between 1 and 1024),
    credential_mode         text collate "C",
    access_key_id           text check (access_key_id like 'env:_%' or access_key_id like 'file:_%'),
    secret_access_key       text check (secret_access_key like 'env:_%' or secret_access_key like 'file:_%'),
    session_token           text check (session_token like 'env:_%' or session_token like 'file:_%'),
    profile_name            text check (length(profile_name) between 1 and 1024),
    role_arn                text check (length(role_arn) between 1 and 1024),
    role_session_name       text check (length(role_session_name) between 1 and 1024),
    external_id             text check (length(external_id) between 1 and 1024),
    web_identity_token_file text check (length(web_identity_token_file) between 1 and 1024),
    sts_endpoint_url        text check (length(sts_endpoint_url) between 1 and 1024),
    ca_certificate          text check (length(ca_certificate) between 1 and 1024),
    require_tenant_tag      boolean,
    deadline                text collate "C",
    max_retries             integer,
    base_delay_in_ms        integer,
    max_delay_in_ms         integer,
    max_concurrent_calls    integer,
    cache_ttl_in_seconds    integer,
    breaker_wait_in_ms      integer,

    check (credential_mode in ('default_chain', 'access_key', 'profile', 'container', 'instance', 'assume_role', 'web_identity')),
    check (max_retries >= 0),
    check (max_concurrent_calls >= 1),
    check (cache_ttl_in_seconds >= 0),
    check (breaker_wait_in_ms >= 1),
    check (credential_mode <> 'access_key' or (access_key_id is not null and secret_access_key is not null)),
    check (credential_mode <> 'assume_role' or role_arn is not null),
    check (credential_mode <> 'web_identity' or (role_arn is not null and web_identity_token_file is not null)),
    check (base_delay_in_ms between 1 and max_delay_in_ms),
    foreign key (kms_provider_id, type) references kms_provider (id, type) on delete cascade
);

-- What a provider of type azure_keyvault needs. The second column keeps rows of other types away.
create table kms_provider_azure_keyvault (
    kms_provider_id      text collate "C" not null primary key,
    type                 text collate "C" not null default 'azure_keyvault' check (type = 'azure_keyvault'),
    application_id       text check (length(application_id) between 1 and 1024),
    keyvault_url         text not null check (length(keyvault_url) between 1 and 1024),
    -- Azure's tenant, which is none of ours.
    azure_tenant_id      text check (length(azure_tenant_id) between 1 and 1024),
    hsm_type             text collate "C",
    credential_mode      text collate "C",
    client_id            text check (length(client_id) between 1 and 1024),
    client_secret        text check (client_secret like 'env:_%' or client_secret like 'file:_%'),
    client_certificate   text check (client_certificate like 'env:_%' or client_certificate like 'file:_%'),
    authority_host       text check (length(authority_host) between 1 and 1024),
    ca_certificate       text check (length(ca_certificate) between 1 and 1024),
    purge_on_delete      boolean,
    require_tenant_tag   boolean,
    deadline             text collate "C",
    max_retries          integer,
    base_delay_in_ms     integer,
    max_delay_in_ms      integer,
    max_concurrent_calls integer,
    cache_ttl_in_seconds integer,
    breaker_wait_in_ms   integer,

    check (hsm_type in ('keyvault', 'managed_hsm')),
    check (credential_mode in ('default_chain', 'managed_identity', 'service_client_secret', 'service_client_certificate', 'workload_identity')),
    check (max_retries >= 0),
    check (max_concurrent_calls >= 1),
    check (cache_ttl_in_seconds >= 0),
    check (breaker_wait_in_ms >= 1),
    check (credential_mode not like 'service%' or (azure_tenant_id is not null and client_id is not null)),
    check (credential_mode <> 'service_client_secret' or client_secret is not null),
    check (credential_mode <> 'service_client_certificate' or client_certificate is not null),
    check (base_delay_in_ms between 1 and max_delay_in_ms),
    foreign key (kms_provider_id, type) references kms_provider (id, type) on delete cascade
);

-- What a provider of type csc needs. The second column keeps rows of other types away.
create table kms_provider_csc (
    kms_provider_id            text collate "C" not null primary key,
    type                       text collate "C" not null default 'csc' check (type = 'csc'),
    base_url                   text not null check (length(base_url) between 1 and 1024),
    token_url                  text not null check (length(token_url) between 1 and 1024),
    token_endpoint_auth_method text collate "C",
    api_version                text collate "C",
    variant                    text collate "C",
    client_id                  text not null check (length(client_id) between 1 and 1024),
    client_secret              text not null check (client_secret like 'env:_%' or client_secret like 'file:_%'),
    scope                      text check (length(scope) between 1 and 1024),
    esign_url                  text check (length(esign_url) between 1 and 1024),
    api_key                    text check (api_key like 'env:_%' or api_key like 'file:_%'),
    auto_signer_id             text check (length(auto_signer_id) between 1 and 1024),
    user_id                    text check (length(user_id) between 1 and 1024),
    pin                        text check (pin like 'env:_%' or pin like 'file:_%'),
    tenant_credentials         text check (length(tenant_credentials) between 1 and 1024),
    ca_certificate             text check (length(ca_certificate) between 1 and 1024),
    deadline                   text collate "C",
    max_retries                integer,
    base_delay_in_ms           integer,
    max_delay_in_ms            integer,
    max_concurrent_calls       integer,
    cache_ttl_in_seconds       integer,
    breaker_wait_in_ms         integer,

    check (api_version in ('auto', 'v1', 'v2')),
    check (variant in ('csc', 'digidentity', 'digidentity_auto_signer')),
    check (token_endpoint_auth_method in ('client_secret_basic', 'client_secret_post')),
    check (max_retries >= 0),
    check (max_concurrent_calls >= 1),
    check (cache_ttl_in_seconds >= 0),
    check (breaker_wait_in_ms >= 1),
    check (variant <> 'digidentity_auto_signer' or (auto_signer_id is not null and api_key is not null)),
    check (base_delay_in_ms between 1 and max_delay_in_ms),
    foreign key (kms_provider_id, type) references kms_provider (id, type) on delete cascade
);

-- What a provider of type rest needs. The second column keeps rows of other types away.
create table kms_provider_rest (
    kms_provider_id      text collate "C" not null primary key,
    type                 text collate "C" not null default 'rest' check (type = 'rest'),
    url                  text not null check (length(url) between 1 and 1024),
    -- The remote KMS' own provider; its default one when absent.
    rest_provider_id     text check (length(rest_provider_id) between 1 and 1024),
    bearer_jwt           text check (bearer_jwt like 'env:_%' or bearer_jwt like 'file:_%'),
    -- Where to get a token instead.
    token_endpoint       text check (length(token_endpoint) between 1 and 1024),
    client_id            text check (length(client_id) between 1 and 1024),
    client_secret        text check (client_secret like 'env:_%' or client_secret like 'file:_%'),
    audience             text check (length(audience) between 1 and 1024),
    scope                text check (length(scope) between 1 and 1024),
    ca_certificate       text check (length(ca_certificate) between 1 and 1024),
    deadline             text collate "C",
    max_retries          integer,
    base_delay_in_ms     integer,
    max_delay_in_ms      integer,
    max_concurrent_calls integer,
    cache_ttl_in_seconds integer,
    breaker_wait_in_ms   integer,

    check (max_retries >= 0),
    check (max_concurrent_calls >= 1),
    check (cache_ttl_in_seconds >= 0),
    check (breaker_wait_in_ms >= 1),
    check (token_endpoint is null or (client_id is not null and client_secret is not null)),
    check (bearer_jwt is null or token_endpoint is null),
    check (base_delay_in_ms between 1 and max_delay_in_ms),
    foreign key (kms_provider_id, type) references kms_provider (id, type) on delete cascade
);

-- Which tenants may use a provider of the platform that is not for all. Nobody shares a tenant's.
create table kms_provider_sharing (
    kms_provider_id text collate "C" not null,
    ownership       text collate "C" not null default 'platform' check (ownership = 'platform'),
    tenant_id       text collate "C" not null,

    primary key (kms_provider_id, tenant_id),
    foreign key (kms_provider_id, ownership) references kms_provider (id, ownership) on delete cascade
);

-- Grows with every change of the tables above, by which replicas know that what they remember is out of date.
create table platform_change_counter (
    id      integer not null primary key,
    changes bigint not null,

    check (id = 1)
);

insert into platform_change_counter (id, changes) values (1, 0);
