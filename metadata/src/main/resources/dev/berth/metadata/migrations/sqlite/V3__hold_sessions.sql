-- Temporary credentials. They stay until the last registry token that was made with them is dead.
create table session (
  key_id text not null primary key,
  kind text not null,
  account text not null,
  principal text not null,
  principal_id text not null,
  name text not null,
  issued_at integer not null,
  expires_at integer not null,
  kept_until integer not null,
  content blob not null
) strict, without rowid;

create index session_by_principal on session (principal);
create index session_by_name on session (account, kind, name);
create index session_by_end on session (kept_until);
