-- The archive storage class (ECR dossier 13): ACTIVE, ARCHIVED, or ACTIVATING until activates_at.
alter table image add column status text not null default 'ACTIVE';
alter table image add column last_archived_at integer;
alter table image add column last_activated_at integer;
alter table image add column activates_at integer;

create index image_by_activation on image (activates_at) where activates_at is not null;

-- How many of the images are archived: they do not count against the images of a repository.
alter table image_count add column archived integer not null default 0;

-- Images whose referrers have yet to follow them, into the archive or out of it.
create table referrers_to_follow (
  image_id integer primary key references image (id),
  since integer not null
) strict;
