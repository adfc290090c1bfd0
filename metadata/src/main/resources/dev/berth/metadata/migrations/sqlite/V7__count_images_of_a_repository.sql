-- How many images a repository has, kept with every insert and delete: counting 100,000 rows at each push would be felt. Apart
-- from the repository's own row, which hardly ever changes, so that what is remembered of it stays.
create table image_count (
  repository_id integer primary key references repository (id),
  images integer not null
) strict;

insert into image_count (repository_id, images)
select repository_id, count(*)
  from image
 group by repository_id;
