-- The entry of a call that changed something, in the same transaction as the change. Rows are in the order of their commits.

create table audit_entry (
  id integer primary key autoincrement,
  request_id text not null unique,
  at integer not null,
  account text not null,
  caller text not null,
  document text not null
) strict;
