-- Where images come from that are pulled under a prefix. The prefix has no closing slash, which may have been written.

create table pull_through_cache_rule (
  account text collate "C" not null,
  region text collate "C" not null,
  prefix text collate "C" not null,
  written text collate "C" not null,
  upstream text collate "C" not null,
  upstream_url text collate "C" not null,
  upstream_prefix text collate "C" not null,
  credential text collate "C",
  custom_role text collate "C",
  created_at bigint not null,
  updated_at bigint not null,
  primary key (account, region, prefix)
);
