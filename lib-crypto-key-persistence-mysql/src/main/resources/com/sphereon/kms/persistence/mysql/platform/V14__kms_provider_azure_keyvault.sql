-- What a provider of type azure_keyvault needs. The second column keeps rows of other types away.
create table if not exists kms_provider_azure_keyvault (
    kms_provider_id      char(36) not null primary key,
    type                 varchar(32) generated always as ('azure_keyvault') stored,
    application_id       varchar(1024) character set utf8mb4 collate utf8mb4_bin,
    keyvault_url         varchar(1024) character set utf8mb4 collate utf8mb4_bin not null,
    -- Azure's tenant, which is none of ours.
    azure_tenant_id      varchar(1024) character set utf8mb4 collate utf8mb4_bin,
    hsm_type             varchar(32),
    credential_mode      varchar(32),
    client_id            varchar(1024) character set utf8mb4 collate utf8mb4_bin,
    client_secret        varchar(1024) character set utf8mb4 collate utf8mb4_bin check (client_secret like 'env:_%' or client_secret like 'file:_%'),
    client_certificate   varchar(1024) character set utf8mb4 collate utf8mb4_bin check (client_certificate like 'env:_%' or client_certificate like 'file:_%'),
    purge_on_delete      boolean,
    deadline             varchar(64),
    max_retries          int,
    base_delay_in_ms     int,
    max_delay_in_ms      int,
    max_concurrent_calls int,
    cache_ttl_in_seconds int,

    check (hsm_type in ('keyvault', 'managed_hsm')),
    check (credential_mode in ('default_chain', 'managed_identity', 'service_client_secret', 'service_client_certificate', 'workload_identity')),
    check (max_retries >= 0),
    check (max_concurrent_calls >= 1),
    check (cache_ttl_in_seconds >= 0),
    check (credential_mode not like 'service%' or (azure_tenant_id is not null and client_id is not null)),
    check (credential_mode <> 'service_client_secret' or client_secret is not null),
    check (credential_mode <> 'service_client_certificate' or client_certificate is not null),
    check (base_delay_in_ms between 1 and max_delay_in_ms),
    foreign key (kms_provider_id, type) references kms_provider (id, type) on delete cascade
) engine = InnoDB, default charset = ascii, collate = ascii_bin;
