-- Lifecycle policies, their previews, and what lifecycle must not touch.

-- due_at is when the policy is evaluated next. losses only rises: how often an image of the repository was deleted, archived or
-- lost a tag since the policy is there. Who counted "the newest N" before such a loss has counted too many.
create table lifecycle_policy (
  repository_id bigint primary key references repository (id),
  policy_id text not null,
  version integer not null,
  document text not null,
  due_at bigint not null,
  evaluated_at bigint,
  losses bigint not null
);

create index lifecycle_policy_by_due on lifecycle_policy (due_at, repository_id);

create function lifecycle_loses() returns trigger language plpgsql as $$
begin
  update lifecycle_policy set losses = losses + 1 where repository_id = old.repository_id;
  return null;
end;
$$;

create trigger lifecycle_loses_image after delete on image
  for each row execute function lifecycle_loses();

create trigger lifecycle_loses_tag after delete on tag
  for each row execute function lifecycle_loses();

create trigger lifecycle_loses_moved_tag after update of image_id on tag
  for each row when (old.image_id <> new.image_id) execute function lifecycle_loses();

create trigger lifecycle_loses_archived_image after update of status on image
  for each row when (new.status <> 'ACTIVE') execute function lifecycle_loses();

-- At most one of each repository. A new start, and every claim, is a new attempt; the results of others are nobody's.
create table lifecycle_preview (
  repository_id bigint primary key references repository (id),
  document text not null,
  status text not null,
  attempt bigint not null,
  claimed_until bigint not null,
  started_at bigint not null,
  finished_at bigint,
  expiring bigint not null,
  transitioning bigint not null
);

create table lifecycle_preview_result (
  repository_id bigint not null,
  attempt bigint not null,
  position bigint not null,
  digest text collate "C" not null,
  tags text not null,
  pushed_at bigint not null,
  priority integer not null,
  action text not null,
  storage_class text not null,
  primary key (repository_id, attempt, position)
);

create index lifecycle_preview_result_by_digest on lifecycle_preview_result (repository_id, attempt, digest);

-- A digest, or a pattern over tags.
create table lifecycle_protection (
  repository_id bigint not null references repository (id),
  pattern text collate "C" not null,
  since bigint not null,
  primary key (repository_id, pattern)
);
