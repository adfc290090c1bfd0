-- Times are microseconds since the epoch. No foreign key cascades: the end of an edge can only be deleted after the edge.
-- Ids are autoincrement, so that the id of a deleted row is never given out again.

create table account (
  id text not null primary key,
  created_at integer not null
) strict, without rowid;

create table access_key (
  id text not null primary key,
  account text not null,
  owner text not null,
  secret blob not null,
  generation integer not null,
  created_at integer not null
) strict, without rowid;

create index access_key_by_account on access_key (account, id);

create table sealing_key (
  id text not null primary key,
  key blob not null,
  created_at integer not null
) strict, without rowid;

create table setting (
  name text not null primary key,
  value blob not null
) strict, without rowid;

create table repository (
  id integer primary key autoincrement,
  account text not null,
  region text not null,
  name text not null,
  created_at integer not null,
  tag_mutability text not null,
  tag_exclusions text not null,
  scan_on_push integer not null,
  encryption text not null,
  kms_key text,
  unique (account, region, name)
) strict;

create table resource_tag (
  repository_id integer not null references repository (id),
  key text not null,
  value text not null,
  primary key (repository_id, key)
) strict, without rowid;

-- sharing_key is the key under which repositories may share bytes: empty, or the ARN of the repository's KMS key.
create table blob (
  id integer primary key autoincrement,
  account text not null,
  region text not null,
  sharing_key text not null,
  digest text not null,
  size integer not null,
  key text not null unique,
  format text not null,
  unique (account, region, sharing_key, digest)
) strict;

create table blob_link (
  repository_id integer not null references repository (id),
  blob_id integer not null references blob (id),
  leased_at integer not null,
  primary key (repository_id, blob_id)
) strict, without rowid;

create index blob_link_by_blob on blob_link (blob_id, repository_id);

create table upload (
  id text not null primary key,
  repository_id integer not null references repository (id),
  key text not null unique,
  started_by text not null,
  created_at integer not null,
  last_active_at integer not null,
  part_count integer not null,
  part_bytes integer not null,
  part_smallest_but_last integer not null,
  part_last integer not null,
  finished_digest text,
  finished_at integer
) strict, without rowid;

create index upload_by_repository on upload (repository_id, started_by);
create index upload_open_by_activity on upload (last_active_at) where finished_at is null;
create index upload_finished_by_time on upload (finished_at) where finished_at is not null;

create table image (
  id integer primary key autoincrement,
  repository_id integer not null references repository (id),
  digest text not null,
  media_type text not null,
  manifest_size integer not null,
  image_size integer not null,
  artifact_type text,
  subject text,
  pushed_at integer not null,
  last_pulled_at integer,
  unique (repository_id, digest),
  unique (repository_id, id)
) strict;

create index image_by_subject on image (repository_id, subject, id) where subject is not null;

-- Apart from the image, so that lists read short rows and a recorded pull does not rewrite the bytes.
create table manifest (
  image_id integer primary key references image (id),
  bytes blob not null
) strict;

create table tag (
  repository_id integer not null,
  name text not null,
  image_id integer not null,
  tagged_at integer not null,
  primary key (repository_id, name),
  foreign key (repository_id, image_id) references image (repository_id, id)
) strict, without rowid;

create index tag_by_image on tag (image_id, repository_id, name);

-- The blobs that a manifest names. The edge ends at the link, so a repository cannot lose a blob that it needs.
create table image_blob (
  image_id integer not null,
  repository_id integer not null,
  blob_id integer not null,
  primary key (image_id, blob_id),
  foreign key (repository_id, image_id) references image (repository_id, id),
  foreign key (repository_id, blob_id) references blob_link (repository_id, blob_id)
) strict, without rowid;

create index image_blob_by_blob on image_blob (blob_id, repository_id);

-- The images that an index names, always of its own repository.
create table image_child (
  parent_id integer not null,
  child_id integer not null,
  repository_id integer not null,
  primary key (parent_id, child_id),
  foreign key (repository_id, parent_id) references image (repository_id, id),
  foreign key (repository_id, child_id) references image (repository_id, id)
) strict, without rowid;

create index image_child_by_child on image_child (child_id);

-- Bytes that no row needs any more, and when they may go.
create table condemned (
  key text not null primary key,
  not_before integer not null
) strict, without rowid;

create index condemned_by_time on condemned (not_before, key);

-- The job scheduler's table, in its own words.
create table scheduled_tasks (
  task_name varchar(100) not null,
  task_instance varchar(100) not null,
  task_data blob,
  execution_time timestamp not null,
  picked bit not null,
  picked_by varchar(50),
  last_success timestamp,
  last_failure timestamp,
  consecutive_failures int,
  last_heartbeat timestamp,
  version bigint not null,
  priority smallint,
  primary key (task_name, task_instance)
);

create index scheduled_tasks_by_execution_time on scheduled_tasks (execution_time);
create index scheduled_tasks_by_heartbeat on scheduled_tasks (last_heartbeat);
create index scheduled_tasks_by_priority on scheduled_tasks (priority desc, execution_time asc);
