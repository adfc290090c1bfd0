-- Users and roles whose pulls are not recorded (ECR dossier 13).
create table pull_time_exclusion (
  account text collate "C" not null,
  region text collate "C" not null,
  principal text collate "C" not null,
  created_at bigint not null,
  primary key (account, region, principal)
);

-- How a registry scans, signs and replicates (ECR dossier 14 to 16): at most one text of each kind.
create table registry_configuration (
  account text collate "C" not null,
  region text collate "C" not null,
  kind text collate "C" not null,
  document text collate "C" not null,
  primary key (account, region, kind)
);

-- Basic scans that were asked for. Account and Region stand here too, to count a registry's by one index.
create table image_scan (
  id bigint generated always as identity primary key,
  image_id bigint not null references image (id),
  account text collate "C" not null,
  region text collate "C" not null,
  started_at bigint not null
);

create index image_scan_by_image on image_scan (image_id, started_at);
create index image_scan_by_registry on image_scan (account, region, started_at);
