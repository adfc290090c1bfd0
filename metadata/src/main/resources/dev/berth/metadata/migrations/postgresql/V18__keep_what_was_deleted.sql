-- What was deleted, for as long as it can be brought back: rows keep their ids and edges, in tables of their own, so that no
-- statement about what lives has to leave them out.

-- One for each thing that was deleted. act is the name of the first entry of the act that deleted it, null for that one itself.
-- caused_by is an ARN, the priority of a lifecycle rule, or the digest of a subject. What has ended waits for its rows to go.
create table trash_entry (
  id bigint generated always as identity primary key,
  name text collate "C" not null unique default ('trash-' || substr(replace(gen_random_uuid()::text, '-', ''), 1, 17)),
  act text collate "C",
  account text collate "C" not null,
  region text collate "C" not null,
  repository_id bigint not null,
  repository text collate "C" not null,
  kind text collate "C" not null,
  images bigint not null,
  cause text collate "C" not null,
  caused_by text collate "C" not null,
  deleted_at bigint not null,
  expires_at bigint not null,
  ended boolean not null default false
);

create index trash_entry_by_registry on trash_entry (account, region, id);
create index trash_entry_by_name on trash_entry (account, region, repository, id);
create index trash_entry_by_repository on trash_entry (repository_id, id);
create index trash_entry_by_time on trash_entry (expires_at, id);
create index trash_entry_by_act on trash_entry (act, id) where act is not null;

create table trashed_repository (
  id bigint primary key,
  entry_id bigint not null unique references trash_entry (id),
  created_at bigint not null,
  tag_mutability text collate "C" not null,
  tag_exclusions text collate "C" not null,
  scan_on_push boolean not null,
  encryption text collate "C" not null,
  kms_key text collate "C"
);

create table trashed_resource_tag (
  repository_id bigint not null references trashed_repository (id),
  key text collate "C" not null,
  value text collate "C" not null,
  primary key (repository_id, key)
);

create table trashed_repository_policy (
  repository_id bigint primary key references trashed_repository (id),
  document text collate "C" not null
);

create table trashed_lifecycle_policy (
  repository_id bigint primary key references trashed_repository (id),
  policy_id text collate "C" not null,
  version integer not null,
  document text collate "C" not null,
  evaluated_at bigint,
  losses bigint not null
);

create table trashed_lifecycle_protection (
  repository_id bigint not null references trashed_repository (id),
  pattern text collate "C" not null,
  since bigint not null,
  primary key (repository_id, pattern)
);

-- orphaned is true when its subject was gone at the deletion.
create table trashed_image (
  id bigint primary key,
  entry_id bigint not null references trash_entry (id),
  repository_id bigint not null,
  digest text collate "C" not null,
  media_type text collate "C" not null,
  manifest_size bigint not null,
  image_size bigint not null,
  artifact_type text collate "C",
  subject text collate "C",
  pushed_at bigint not null,
  last_pulled_at bigint,
  status text collate "C" not null,
  last_archived_at bigint,
  last_activated_at bigint,
  activates_at bigint,
  orphaned boolean not null
);

create index trashed_image_by_entry on trashed_image (entry_id, id);
create index trashed_image_by_digest on trashed_image (digest, repository_id);

create table trashed_manifest (
  image_id bigint primary key references trashed_image (id),
  bytes bytea not null
);

create table trashed_tag (
  image_id bigint not null references trashed_image (id),
  name text collate "C" not null,
  tagged_at bigint not null,
  primary key (image_id, name)
);

-- The edge ends at the blob, not at a link: what was deleted holds bytes, and nobody reaches them through it.
create table trashed_image_blob (
  image_id bigint not null references trashed_image (id),
  blob_id bigint not null references blob (id),
  primary key (image_id, blob_id)
);

create index trashed_image_blob_by_blob on trashed_image_blob (blob_id, image_id);

-- The child may live, be deleted too, or be gone; pushed again, it has another id.
create table trashed_image_child (
  parent_id bigint not null references trashed_image (id),
  child_id bigint not null,
  child_digest text collate "C" not null,
  primary key (parent_id, child_id)
);

create table trashed_image_scan (
  image_id bigint not null references trashed_image (id),
  account text collate "C" not null,
  region text collate "C" not null,
  started_at bigint not null
);

create index trashed_image_scan_by_image on trashed_image_scan (image_id);
