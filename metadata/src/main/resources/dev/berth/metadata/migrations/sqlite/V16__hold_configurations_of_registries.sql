-- Users and roles whose pulls are not recorded (ECR dossier 13).
create table pull_time_exclusion (
  account text not null,
  region text not null,
  principal text not null,
  created_at integer not null,
  primary key (account, region, principal)
) strict, without rowid;

-- How a registry scans, signs and replicates (ECR dossier 14 to 16): at most one text of each kind.
create table registry_configuration (
  account text not null,
  region text not null,
  kind text not null,
  document text not null,
  primary key (account, region, kind)
) strict, without rowid;

-- Basic scans that were asked for. Account and Region stand here too, to count a registry's by one index.
create table image_scan (
  id integer primary key autoincrement,
  image_id integer not null references image (id),
  account text not null,
  region text not null,
  started_at integer not null
) strict;

create index image_scan_by_image on image_scan (image_id, started_at);
create index image_scan_by_registry on image_scan (account, region, started_at);
