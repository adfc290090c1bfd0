-- How far each sink was told, and who is telling it; and what a sink did not take.
create table event_sink (
  name text not null primary key,
  transaction_id integer not null,
  event integer not null,
  attempts integer not null default 0,
  due_at integer not null default 0,
  holder text not null default '',
  held_until integer not null default 0
) strict;

create table event_dead_letter (
  id integer primary key autoincrement,
  sink text not null,
  event_id text not null,
  account text not null,
  region text not null,
  body text not null,
  reason text not null,
  at integer not null,
  due integer not null default 0
) strict;

create index event_dead_letter_of_sink on event_dead_letter (sink, due, id);
