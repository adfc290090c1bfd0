-- Times are microseconds since the epoch. No foreign key cascades: the end of an edge can only be deleted after the edge.
-- Text is collated "C", so that names and tags are ordered by their bytes whatever the server's locale.

create table account (
  id text collate "C" not null primary key,
  created_at bigint not null
);

create table access_key (
  id text collate "C" not null primary key,
  account text collate "C" not null,
  owner text collate "C" not null,
  secret bytea not null,
  generation bigint not null,
  created_at bigint not null
);

create index access_key_by_account on access_key (account, id);

create table sealing_key (
  id text collate "C" not null primary key,
  key bytea not null,
  created_at bigint not null
);

create table setting (
  name text collate "C" not null primary key,
  value bytea not null
);

create table repository (
  id bigint generated always as identity primary key,
  account text collate "C" not null,
  region text collate "C" not null,
  name text collate "C" not null,
  created_at bigint not null,
  tag_mutability text collate "C" not null,
  tag_exclusions text collate "C" not null,
  scan_on_push boolean not null,
  encryption text collate "C" not null,
  kms_key text collate "C",
  unique (account, region, name)
);

create table resource_tag (
  repository_id bigint not null references repository (id),
  key text collate "C" not null,
  value text collate "C" not null,
  primary key (repository_id, key)
);

-- sharing_key is the key under which repositories may share bytes: empty, or the ARN of the repository's KMS key.
create table blob (
  id bigint generated always as identity primary key,
  account text collate "C" not null,
  region text collate "C" not null,
  sharing_key text collate "C" not null,
  digest text collate "C" not null,
  size bigint not null,
  key text collate "C" not null unique,
  format text collate "C" not null,
  unique (account, region, sharing_key, digest)
);

create table blob_link (
  repository_id bigint not null references repository (id),
  blob_id bigint not null references blob (id),
  leased_at bigint not null,
  primary key (repository_id, blob_id)
);

create index blob_link_by_blob on blob_link (blob_id, repository_id);

create table upload (
  id text collate "C" not null primary key,
  repository_id bigint not null references repository (id),
  key text collate "C" not null unique,
  started_by text collate "C" not null,
  created_at bigint not null,
  last_active_at bigint not null,
  part_count integer not null,
  part_bytes bigint not null,
  part_smallest_but_last bigint not null,
  part_last bigint not null,
  finished_digest text collate "C",
  finished_at bigint
);

create index upload_by_repository on upload (repository_id, started_by);
create index upload_open_by_activity on upload (last_active_at) where finished_at is null;
create index upload_finished_by_time on upload (finished_at) where finished_at is not null;

create table image (
  id bigint generated always as identity primary key,
  repository_id bigint not null references repository (id),
  digest text collate "C" not null,
  media_type text collate "C" not null,
  manifest_size bigint not null,
  image_size bigint not null,
  artifact_type text collate "C",
  subject text collate "C",
  pushed_at bigint not null,
  last_pulled_at bigint,
  unique (repository_id, digest),
  unique (repository_id, id)
);

create index image_by_subject on image (repository_id, subject, id) where subject is not null;

-- Apart from the image, so that lists read short rows and a recorded pull does not rewrite the bytes.
create table manifest (
  image_id bigint primary key references image (id),
  bytes bytea not null
);

create table tag (
  repository_id bigint not null,
  name text collate "C" not null,
  image_id bigint not null,
  tagged_at bigint not null,
  primary key (repository_id, name),
  foreign key (repository_id, image_id) references image (repository_id, id)
);

create index tag_by_image on tag (image_id, repository_id, name);

-- The blobs that a manifest names. The edge ends at the link, so a repository cannot lose a blob that it needs.
create table image_blob (
  image_id bigint not null,
  repository_id bigint not null,
  blob_id bigint not null,
  primary key (image_id, blob_id),
  foreign key (repository_id, image_id) references image (repository_id, id),
  foreign key (repository_id, blob_id) references blob_link (repository_id, blob_id)
);

create index image_blob_by_blob on image_blob (blob_id, repository_id);

-- The images that an index names, always of its own repository.
create table image_child (
  parent_id bigint not null,
  child_id bigint not null,
  repository_id bigint not null,
  primary key (parent_id, child_id),
  foreign key (repository_id, parent_id) references image (repository_id, id),
  foreign key (repository_id, child_id) references image (repository_id, id)
);

create index image_child_by_child on image_child (child_id);

-- Bytes that no row needs any more, and when they may go.
create table condemned (
  key text collate "C" not null primary key,
  not_before bigint not null
);

create index condemned_by_time on condemned (not_before, key);

-- The job scheduler's table, in its own words.
create table scheduled_tasks (
  task_name text not null,
  task_instance text not null,
  task_data bytea,
  execution_time timestamp with time zone not null,
  picked boolean not null,
  picked_by text,
  last_success timestamp with time zone,
  last_failure timestamp with time zone,
  consecutive_failures integer,
  last_heartbeat timestamp with time zone,
  version bigint not null,
  priority smallint,
  primary key (task_name, task_instance)
);

create index scheduled_tasks_by_execution_time on scheduled_tasks (execution_time);
create index scheduled_tasks_by_heartbeat on scheduled_tasks (last_heartbeat);
create index scheduled_tasks_by_priority on scheduled_tasks (priority desc, execution_time asc);
