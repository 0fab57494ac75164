-- What a provider of type software needs. The second column keeps rows of other types away.
create table if not exists kms_provider_software (
    kms_provider_id       char(36) not null primary key,
    type                  varchar(32) generated always as ('software') stored,
    key_store_type        varchar(32),
    key_store_path        varchar(1024) character set utf8mb4 collate utf8mb4_bin,
    key_store_master_key  varchar(1024) character set utf8mb4 collate utf8mb4_bin check (key_store_master_key like 'env:_%' or key_store_master_key like 'file:_%'),
    cryptography_provider varchar(32),

    check (key_store_type in ('memory', 'file')),
    check (cryptography_provider in ('auto', 'accp', 'jdk')),
    foreign key (kms_provider_id, type) references kms_provider (id, type) on delete cascade
) engine = InnoDB, default charset = ascii, collate = ascii_bin;
