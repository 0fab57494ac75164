-- What a provider of type csc needs. The second column keeps rows of other types away.
create table if not exists kms_provider_csc (
    kms_provider_id  char(36) not null primary key,
    type             varchar(32) generated always as ('csc') stored,
    base_url         varchar(1024) character set utf8mb4 collate utf8mb4_bin not null,
    token_url        varchar(1024) character set utf8mb4 collate utf8mb4_bin,
    credential_mode  varchar(32) not null default 'service_client_secret',
    client_id        varchar(160) character set utf8mb4 collate utf8mb4_bin not null,
    client_secret    varchar(1024) character set utf8mb4 collate utf8mb4_bin not null check (client_secret like 'env:_%' or client_secret like 'file:_%'),
    api_key          varchar(1024) character set utf8mb4 collate utf8mb4_bin check (api_key like 'env:_%' or api_key like 'file:_%'),
    -- Set where an automatic e-seal signs, instead of CSC credentials.
    auto_signer_id   varchar(160) character set utf8mb4 collate utf8mb4_bin,
    max_retries      int not null default 10,
    base_delay_in_ms int not null default 1000,
    max_delay_in_ms  int not null default 15000,

    check (credential_mode in ('service_client_secret')),
    check (max_retries between 0 and 100),
    check (base_delay_in_ms between 1 and max_delay_in_ms),
    foreign key (kms_provider_id, type) references kms_provider (id, type) on delete cascade
) engine = InnoDB, default charset = ascii, collate = ascii_bin;
