-- Grows with every change of the tables above, by which replicas know that what they remember is out of date.
create table if not exists platform_change_counter (
    id      int not null primary key,
    changes bigint not null,

    check (id = 1)
) engine = InnoDB, default charset = ascii, collate = ascii_bin;
