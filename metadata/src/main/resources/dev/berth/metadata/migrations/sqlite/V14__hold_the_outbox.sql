-- What is told of each change, in the same transaction as the change. There is one writer: ids rise in the order of the commits.
create table outbox (
  id integer primary key autoincrement,
  transaction_id integer not null default 0,
  event_id text not null default (lower(hex(randomblob(16)))),
  at integer not null,
  account text not null,
  region text not null,
  repository text not null,
  source text not null,
  detail_type text not null,
  resource text not null,
  detail text not null
) strict;
