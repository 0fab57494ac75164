-- What a provider of type rest needs. The second column keeps rows of other types away.
create table if not exists kms_provider_rest (
    kms_provider_id      char(36) not null primary key,
    type                 varchar(32) generated always as ('rest') stored,
    url                  varchar(1024) character set utf8mb4 collate utf8mb4_bin not null,
    -- The remote KMS' own provider; its default one when absent.
    rest_provider_id     varchar(1024) character set utf8mb4 collate utf8mb4_bin,
    bearer_jwt           varchar(1024) character set utf8mb4 collate utf8mb4_bin check (bearer_jwt like 'env:_%' or bearer_jwt like 'file:_%'),
    -- Where to get a token instead.
    token_endpoint       varchar(1024) character set utf8mb4 collate utf8mb4_bin,
    client_id            varchar(1024) character set utf8mb4 collate utf8mb4_bin,
    client_secret        varchar(1024) character set utf8mb4 collate utf8mb4_bin check (client_secret like 'env:_%' or client_secret like 'file:_%'),
    audience             varchar(1024) character set utf8mb4 collate utf8mb4_bin,
    scope                varchar(1024) character set utf8mb4 collate utf8mb4_bin,
    ca_certificate       varchar(1024) character set utf8mb4 collate utf8mb4_bin,
    deadline             varchar(64),
    max_retries          int,
    base_delay_in_ms     int,
    max_delay_in_ms      int,
    max_concurrent_calls int,
    cache_ttl_in_seconds int,
    breaker_wait_in_ms   int,

    check (max_retries >= 0),
    check (max_concurrent_calls >= 1),
    check (cache_ttl_in_seconds >= 0),
    check (breaker_wait_in_ms >= 1),
    check (token_endpoint is null or (client_id is not null and client_secret is not null)),
    check (bearer_jwt is null or token_endpoint is null),
    check (base_delay_in_ms between 1 and max_delay_in_ms),
    foreign key (kms_provider_id, type) references kms_provider (id, type) on delete cascade
) engine = InnoDB, default charset = ascii, collate = ascii_bin;
