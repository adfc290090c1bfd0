-- What is told of each change, in the same transaction as the change. Writers overlap: an id may be seen before a smaller one is
-- committed, so rows are ordered by their transaction, and shown once no older transaction is open.
create table outbox (
  id bigint generated always as identity primary key,
  transaction_id bigint not null default (pg_current_xact_id()::text::bigint),
  event_id text collate "C" not null default replace(gen_random_uuid()::text, '-', ''),
  at bigint not null,
  account text collate "C" not null,
  region text collate "C" not null,
  repository text collate "C" not null,
  source text collate "C" not null,
  detail_type text collate "C" not null,
  resource text collate "C" not null,
  detail text collate "C" not null
);

create index outbox_in_order on outbox (transaction_id, id);
