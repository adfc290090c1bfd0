-- The policies of repositories and of registries, as text in which users and roles stand as their ids.

create table repository_policy (
  repository_id bigint not null primary key references repository (id),
  document text collate "C" not null
);

create table registry_policy (
  account text collate "C" not null,
  region text collate "C" not null,
  document text collate "C" not null,
  primary key (account, region)
);
