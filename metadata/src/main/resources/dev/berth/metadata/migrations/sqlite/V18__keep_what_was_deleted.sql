-- What was deleted, for as long as it can be brought back: rows keep their ids and edges, in tables of their own, so that no
-- statement about what lives has to leave them out.

-- One for each thing that was deleted. act is the name of the first entry of the act that deleted it, null for that one itself.
-- caused_by is an ARN, the priority of a lifecycle rule, or the digest of a subject. What has ended waits for its rows to go.
create table trash_entry (
  id integer primary key autoincrement,
  name text not null unique default ('trash-' || substr(lower(hex(randomblob(9))), 1, 17)),
  act text,
  account text not null,
  region text not null,
  repository_id integer not null,
  repository text not null,
  kind text not null,
  images integer not null,
  cause text not null,
  caused_by text not null,
  deleted_at integer not null,
  expires_at integer not null,
  ended integer not null default 0
) strict;

create index trash_entry_by_registry on trash_entry (account, region, id);
create index trash_entry_by_name on trash_entry (account, region, repository, id);
create index trash_entry_by_repository on trash_entry (repository_id, id);
create index trash_entry_by_time on trash_entry (expires_at, id);
create index trash_entry_by_act on trash_entry (act, id) where act is not null;

create table trashed_repository (
  id integer primary key,
  entry_id integer not null unique references trash_entry (id),
  created_at integer not null,
  tag_mutability text not null,
  tag_exclusions text not null,
  scan_on_push integer not null,
  encryption text not null,
  kms_key text
) strict;

create table trashed_resource_tag (
  repository_id integer not null references trashed_repository (id),
  key text not null,
  value text not null,
  primary key (repository_id, key)
) strict, without rowid;

create table trashed_repository_policy (
  repository_id integer primary key references trashed_repository (id),
  document text not null
) strict;

create table trashed_lifecycle_policy (
  repository_id integer primary key references trashed_repository (id),
  policy_id text not null,
  version integer not null,
  document text not null,
  evaluated_at integer,
  losses integer not null
) strict;

create table trashed_lifecycle_protection (
  repository_id integer not null references trashed_repository (id),
  pattern text not null,
  since integer not null,
  primary key (repository_id, pattern)
) strict, without rowid;

-- orphaned is 1 when its subject was gone at the deletion.
create table trashed_image (
  id integer primary key,
  entry_id integer not null references trash_entry (id),
  repository_id integer not null,
  digest text not null,
  media_type text not null,
  manifest_size integer not null,
  image_size integer not null,
  artifact_type text,
  subject text,
  pushed_at integer not null,
  last_pulled_at integer,
  status text not null,
  last_archived_at integer,
  last_activated_at integer,
  activates_at integer,
  orphaned integer not null
) strict;

create index trashed_image_by_entry on trashed_image (entry_id, id);
create index trashed_image_by_digest on trashed_image (digest, repository_id);

create table trashed_manifest (
  image_id integer primary key references trashed_image (id),
  bytes blob not null
) strict;

create table trashed_tag (
  image_id integer not null references trashed_image (id),
  name text not null,
  tagged_at integer not null,
  primary key (image_id, name)
) strict, without rowid;

-- The edge ends at the blob, not at a link: what was deleted holds bytes, and nobody reaches them through it.
create table trashed_image_blob (
  image_id integer not null references trashed_image (id),
  blob_id integer not null references blob (id),
  primary key (image_id, blob_id)
) strict, without rowid;

create index trashed_image_blob_by_blob on trashed_image_blob (blob_id, image_id);

-- The child may live, be deleted too, or be gone; pushed again, it has another id.
create table trashed_image_child (
  parent_id integer not null references trashed_image (id),
  child_id integer not null,
  child_digest text not null,
  primary key (parent_id, child_id)
) strict, without rowid;

create table trashed_image_scan (
  image_id integer not null references trashed_image (id),
  account text not null,
  region text not null,
  started_at integer not null
) strict;

create index trashed_image_scan_by_image on trashed_image_scan (image_id);
