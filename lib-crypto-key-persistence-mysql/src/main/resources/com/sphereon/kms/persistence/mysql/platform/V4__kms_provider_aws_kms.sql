-- What a provider of type aws_kms needs. The second column keeps rows of other types away.
create table if not exists kms_provider_aws_kms (
    kms_provider_id   char(36) not null primary key,
    type              varchar(32) generated always as ('aws_kms') stored,
    application_id    varchar(64) not null default 'aws-kms',
    region            varchar(64) not null,
    endpoint_url      varchar(1024) character set utf8mb4 collate utf8mb4_bin,
    credential_mode   varchar(32) not null default 'default_chain',
    access_key_id     varchar(1024) character set utf8mb4 collate utf8mb4_bin check (access_key_id like 'env:_%' or access_key_id like 'file:_%'),
    secret_access_key varchar(1024) character set utf8mb4 collate utf8mb4_bin check (secret_access_key like 'env:_%' or secret_access_key like 'file:_%'),
    session_token     varchar(1024) character set utf8mb4 collate utf8mb4_bin check (session_token like 'env:_%' or session_token like 'file:_%'),
    profile_name      varchar(160) character set utf8mb4 collate utf8mb4_bin,
    max_retries       int not null default 10,
    base_delay_in_ms  int not null default 1000,
    max_delay_in_ms   int not null default 15000,

    check (credential_mode in ('default_chain', 'access_key', 'profile', 'container', 'instance')),
    check (credential_mode <> 'access_key' or (access_key_id is not null and secret_access_key is not null)),
    check (credential_mode <> 'profile' or profile_name is not null),
    check (max_retries between 0 and 100),
    check (base_delay_in_ms between 1 and max_delay_in_ms),
    foreign key (kms_provider_id, type) references kms_provider (id, type) on delete cascade
) engine = InnoDB, default charset = ascii, collate = ascii_bin;
