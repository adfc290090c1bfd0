-- Why bytes are condemned, how many, and the blob that they were, as far as it is known.
alter table condemned add column why text;
alter table condemned add column size integer;
alter table condemned add column account text;
alter table condemned add column region text;
alter table condemned add column digest text;

create index condemned_by_digest on condemned (digest) where digest is not null;

-- The last run of each job that takes away what nobody needs.
create table collection_run (
  job text not null primary key,
  started_at integer not null,
  ended_at integer
) strict, without rowid;

-- What each of them took away, by why: in its last run, and in all.
create table collection_tally (
  job text not null,
  why text not null,
  last_items integer not null,
  last_bytes integer not null,
  items integer not null,
  bytes integer not null,
  primary key (job, why)
) strict, without rowid;
