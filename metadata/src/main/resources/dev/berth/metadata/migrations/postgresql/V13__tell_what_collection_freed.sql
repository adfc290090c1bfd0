-- Why bytes are condemned, how many, and the blob that they were, as far as it is known.
alter table condemned add column why text;
alter table condemned add column size bigint;
alter table condemned add column account text;
alter table condemned add column region text;
alter table condemned add column digest text;

create index condemned_by_digest on condemned (digest) where digest is not null;

-- The last run of each job that takes away what nobody needs.
create table collection_run (
  job text not null primary key,
  started_at bigint not null,
  ended_at bigint
);

-- What each of them took away, by why: in its last run, and in all.
create table collection_tally (
  job text not null,
  why text not null,
  last_items bigint not null,
  last_bytes bigint not null,
  items bigint not null,
  bytes bigint not null,
  primary key (job, why)
);
