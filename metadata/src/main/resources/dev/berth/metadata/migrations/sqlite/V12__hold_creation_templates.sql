-- What repositories are made with that nobody creates by a call. The prefix has no closing slash, which may have been written.

create table creation_template (
  account text not null,
  region text not null,
  prefix text not null,
  written text not null,
  description text,
  encryption text not null,
  kms_key text,
  resource_tags text not null,
  tag_mutability text not null,
  tag_exclusions text not null,
  repository_policy text,
  lifecycle_policy text,
  applied_for text not null,
  custom_role text,
  created_at integer not null,
  updated_at integer not null,
  primary key (account, region, prefix)
) strict, without rowid;
