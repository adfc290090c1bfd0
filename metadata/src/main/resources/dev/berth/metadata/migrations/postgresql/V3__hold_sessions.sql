-- Temporary credentials. They stay until the last registry token that was made with them is dead.
create table session (
  key_id text collate "C" not null primary key,
  kind text collate "C" not null,
  account text collate "C" not null,
  principal text collate "C" not null,
  principal_id text collate "C" not null,
  name text collate "C" not null,
  issued_at bigint not null,
  expires_at bigint not null,
  kept_until bigint not null,
  content bytea not null
);

create index session_by_principal on session (principal);
create index session_by_name on session (account, kind, name);
create index session_by_end on session (kept_until);
