-- What repositories are made with that nobody creates by a call. The prefix has no closing slash, which may have been written.

create table creation_template (
  account text collate "C" not null,
  region text collate "C" not null,
  prefix text collate "C" not null,
  written text collate "C" not null,
  description text collate "C",
  encryption text collate "C" not null,
  kms_key text collate "C",
  resource_tags text collate "C" not null,
  tag_mutability text collate "C" not null,
  tag_exclusions text collate "C" not null,
  repository_policy text collate "C",
  lifecycle_policy text collate "C",
  applied_for text collate "C" not null,
  custom_role text collate "C",
  created_at bigint not null,
  updated_at bigint not null,
  primary key (account, region, prefix)
);
