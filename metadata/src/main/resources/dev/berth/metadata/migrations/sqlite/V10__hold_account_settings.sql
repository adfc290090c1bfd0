-- What accounts have decided about their registries. What nobody has set has no row.

create table account_setting (
  account text not null,
  region text not null,
  name text not null,
  value text not null,
  primary key (account, region, name)
) strict, without rowid;
