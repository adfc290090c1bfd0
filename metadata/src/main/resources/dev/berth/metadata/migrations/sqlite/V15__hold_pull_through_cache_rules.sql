-- Where images come from that are pulled under a prefix. The prefix has no closing slash, which may have been written.

create table pull_through_cache_rule (
  account text not null,
  region text not null,
  prefix text not null,
  written text not null,
  upstream text not null,
  upstream_url text not null,
  upstream_prefix text not null,
  credential text,
  custom_role text,
  created_at integer not null,
  updated_at integer not null,
  primary key (account, region, prefix)
) strict, without rowid;
