-- How many images a repository has, kept with every insert and delete: counting 100,000 rows at each push would be felt.
alter table repository add column image_count bigint not null default 0;

update repository
   set image_count = (select count(*)
                        from image
                       where image.repository_id = repository.id);
