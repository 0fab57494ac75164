-- One row. Each transaction that writes changes it first: so they wait for each other, and others see that there was one.
create table if not exists change_counter (
    tenant_id varchar(63) not null primary key,
    changes   bigint      not null check (changes >= 0)
) engine = InnoDB, default charset = ascii, collate = ascii_bin;
