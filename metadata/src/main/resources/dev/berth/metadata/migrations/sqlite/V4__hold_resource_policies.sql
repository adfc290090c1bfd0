-- The policies of repositories and of registries, as text in which users and roles stand as their ids.

create table repository_policy (
  repository_id integer not null primary key references repository (id),
  document text not null
) strict, without rowid;

create table registry_policy (
  account text not null,
  region text not null,
  document text not null,
  primary key (account, region)
) strict, without rowid;
