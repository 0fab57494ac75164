-- What a provider of type rest needs. The second column keeps rows of other types away.
create table if not exists kms_provider_rest (
    kms_provider_id         char(36) not null primary key,
    type                    varchar(32) generated always as ('rest') stored,
    url                     varchar(1024) character set utf8mb4 collate utf8mb4_bin not null,
    -- The remote KMS' own provider; its default one when absent.
    rest_provider_id        varchar(64),
    bearer_jwt              varchar(1024) character set utf8mb4 collate utf8mb4_bin check (bearer_jwt like 'env:_%' or bearer_jwt like 'file:_%'),
    -- Where to get a token instead.
    token_endpoint          varchar(1024) character set utf8mb4 collate utf8mb4_bin,
    client_id               varchar(160) character set utf8mb4 collate utf8mb4_bin,
    client_secret           varchar(1024) character set utf8mb4 collate utf8mb4_bin check (client_secret like 'env:_%' or client_secret like 'file:_%'),
    audience                varchar(160) character set utf8mb4 collate utf8mb4_bin,
    auto_create_certificate boolean not null default false,
    max_retries             int not null default 10,
    base_delay_in_ms        int not null default 1000,
    max_delay_in_ms         int not null default 15000,

    check (token_endpoint is null or (client_id is not null and client_secret is not null)),
    check (bearer_jwt is null or token_endpoint is null),
    check (max_retries between 0 and 100),
    check (base_delay_in_ms between 1 and max_delay_in_ms),
    foreign key (kms_provider_id, type) references kms_provider (id, type) on delete cascade
) engine = InnoDB, default charset = ascii, collate = ascii_bin;
