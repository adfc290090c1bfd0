-- Lifecycle policies, their previews, and what lifecycle must not touch.

-- due_at is when the policy is evaluated next. losses only rises: how often an image of the repository was deleted, archived or
-- lost a tag since the policy is there. Who counted "the newest N" before such a loss has counted too many.
create table lifecycle_policy (
  repository_id integer primary key references repository (id),
  policy_id text not null,
  version integer not null,
  document text not null,
  due_at integer not null,
  evaluated_at integer,
  losses integer not null
) strict;

create index lifecycle_policy_by_due on lifecycle_policy (due_at, repository_id);

create trigger lifecycle_loses_image after delete on image
begin
  update lifecycle_policy set losses = losses + 1 where repository_id = old.repository_id;
end;

create trigger lifecycle_loses_tag after delete on tag
begin
  update lifecycle_policy set losses = losses + 1 where repository_id = old.repository_id;
end;

create trigger lifecycle_loses_moved_tag after update of image_id on tag when old.image_id <> new.image_id
begin
  update lifecycle_policy set losses = losses + 1 where repository_id = old.repository_id;
end;

create trigger lifecycle_loses_archived_image after update of status on image when new.status <> 'ACTIVE'
begin
  update lifecycle_policy set losses = losses + 1 where repository_id = old.repository_id;
end;

-- At most one of each repository. A new start, and every claim, is a new attempt; the results of others are nobody's.
create table lifecycle_preview (
  repository_id integer primary key references repository (id),
  document text not null,
  status text not null,
  attempt integer not null,
  claimed_until integer not null,
  started_at integer not null,
  finished_at integer,
  expiring integer not null,
  transitioning integer not null
) strict;

create table lifecycle_preview_result (
  repository_id integer not null,
  attempt integer not null,
  position integer not null,
  digest text not null,
  tags text not null,
  pushed_at integer not null,
  priority integer not null,
  action text not null,
  storage_class text not null,
  primary key (repository_id, attempt, position)
) strict, without rowid;

create index lifecycle_preview_result_by_digest on lifecycle_preview_result (repository_id, attempt, digest);

-- A digest, or a pattern over tags.
create table lifecycle_protection (
  repository_id integer not null references repository (id),
  pattern text not null,
  since integer not null,
  primary key (repository_id, pattern)
) strict, without rowid;
