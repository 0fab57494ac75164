-- The one row there is.
insert ignore into platform_change_counter (id, changes) values (1, 0);
