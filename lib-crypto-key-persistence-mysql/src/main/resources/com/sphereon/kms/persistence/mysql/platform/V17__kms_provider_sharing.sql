-- Which tenants may use a provider of the platform that is not for all. Nobody shares a tenant's.
create table if not exists kms_provider_sharing (
    kms_provider_id char(36) not null,
    ownership       varchar(32) generated always as ('platform') stored,
    tenant_id       varchar(63) not null,

    primary key (kms_provider_id, tenant_id),
    foreign key (kms_provider_id, ownership) references kms_provider (id, ownership) on delete cascade
) engine = InnoDB, default charset = ascii, collate = ascii_bin;
