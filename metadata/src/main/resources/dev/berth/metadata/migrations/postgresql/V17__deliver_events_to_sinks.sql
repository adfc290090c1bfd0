-- How far each sink was told, and who is telling it; and what a sink did not take.
create table event_sink (
  name text collate "C" not null primary key,
  transaction_id bigint not null,
  event bigint not null,
  attempts bigint not null default 0,
  due_at bigint not null default 0,
  holder text collate "C" not null default '',
  held_until bigint not null default 0
);

create table event_dead_letter (
  id bigint generated always as identity primary key,
  sink text collate "C" not null,
  event_id text collate "C" not null,
  account text collate "C" not null,
  region text collate "C" not null,
  body text collate "C" not null,
  reason text collate "C" not null,
  at bigint not null,
  due bigint not null default 0
);

create index event_dead_letter_of_sink on event_dead_letter (sink, due, id);
