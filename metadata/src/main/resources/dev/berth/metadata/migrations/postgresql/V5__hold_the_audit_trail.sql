-- The entry of a call that changed something, in the same transaction as the change. Rows are nearly in the order of their commits.

create table audit_entry (
  id bigint generated always as identity primary key,
  request_id text collate "C" not null unique,
  at bigint not null,
  account text collate "C" not null,
  caller text collate "C" not null,
  document text collate "C" not null
);
