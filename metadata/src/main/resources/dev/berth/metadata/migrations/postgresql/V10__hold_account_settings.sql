-- What accounts have decided about their registries. What nobody has set has no row.

create table account_setting (
  account text collate "C" not null,
  region text collate "C" not null,
  name text collate "C" not null,
  value text collate "C" not null,
  primary key (account, region, name)
);
