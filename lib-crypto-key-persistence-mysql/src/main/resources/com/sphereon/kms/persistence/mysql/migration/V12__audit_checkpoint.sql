-- What was signed of the log.
create table if not exists audit_checkpoint (
    tenant_id varchar(63)   not null,
    size      bigint        not null check (size >= 1),
    root      varbinary(32) not null check (length(root) = 32),
    -- The signed text as it was handed out.
    note      text          character set utf8mb4 collate utf8mb4_bin not null check (note <> ''),
    kid       varchar(512)  not null check (kid <> ''),
    signed_at datetime(6)   not null,

    primary key (tenant_id, size)
) engine = InnoDB, default charset = ascii, collate = ascii_bin;
