create table half (id integer);
this is no sql;
