-- Master keys that key files may still be under, besides the one new files get.
create table if not exists kms_provider_software_previous_master_key (
    kms_provider_id char(36) not null,
    place           int not null,
    reference       varchar(1024) character set utf8mb4 collate utf8mb4_bin not null check (reference like 'env:_%' or reference like 'file:_%'),

    primary key (kms_provider_id, place),
    check (place between 1 and 100),
    foreign key (kms_provider_id) references kms_provider_software (kms_provider_id) on delete cascade
) engine = InnoDB, default charset = ascii, collate = ascii_bin;
