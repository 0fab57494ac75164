-- What a provider of type azure_keyvault needs. The second column keeps rows of other types away.
create table if not exists kms_provider_azure_keyvault (
    kms_provider_id    char(36) not null primary key,
    type               varchar(32) generated always as ('azure_keyvault') stored,
    application_id     varchar(64) not null default 'azure-keyvault',
    keyvault_url       varchar(1024) character set utf8mb4 collate utf8mb4_bin not null,
    -- Azure's tenant, which is none of ours.
    azure_tenant_id    varchar(64),
    hsm_type           varchar(32) not null default 'keyvault',
    credential_mode    varchar(32) not null default 'default_chain',
    client_id          varchar(64),
    client_secret      varchar(1024) character set utf8mb4 collate utf8mb4_bin check (client_secret like 'env:_%' or client_secret like 'file:_%'),
    client_certificate varchar(1024) character set utf8mb4 collate utf8mb4_bin check (client_certificate like 'env:_%' or client_certificate like 'file:_%'),
    max_retries        int not null default 10,
    base_delay_in_ms   int not null default 1000,
    max_delay_in_ms    int not null default 15000,

    check (keyvault_url like 'https://%' or keyvault_url like 'http://localhost%'),
    check (hsm_type in ('keyvault', 'managed_hsm')),
    check (credential_mode in ('default_chain', 'managed_identity', 'service_client_secret', 'service_client_certificate')),
    check (credential_mode not like 'service%' or (azure_tenant_id is not null and client_id is not null)),
    check (credential_mode <> 'service_client_secret' or client_secret is not null),
    check (credential_mode <> 'service_client_certificate' or client_certificate is not null),
    check (max_retries between 0 and 100),
    check (base_delay_in_ms between 1 and max_delay_in_ms),
    foreign key (kms_provider_id, type) references kms_provider (id, type) on delete cascade
) engine = InnoDB, default charset = ascii, collate = ascii_bin;
