-- Images whose subject was deleted, and since when: they follow it. One whose subject was never there is not among them.

create table orphaned_referrer (
  image_id integer primary key references image (id),
  since integer not null
) strict;

create index orphaned_referrer_by_time on orphaned_referrer (since, image_id);
