-- Users, groups and roles in one table: what they have in common is nearly all that they have. folded_name is the name in
-- lower case: names are unique whatever their case. Ids are random and never given out again.
create table identity (
  id text not null primary key,
  account text not null,
  kind text not null,
  name text not null,
  folded_name text not null,
  path text not null,
  created_at integer not null,
  boundary text,
  unique (account, kind, folded_name)
) strict, without rowid;

create index identity_by_boundary on identity (account, boundary) where boundary is not null;

-- What only roles have. In the trust policy users and roles stand as their ids.
create table role_detail (
  role_id text not null primary key references identity (id),
  trust text not null,
  description text,
  session_seconds integer not null,
  last_used_at integer,
  last_used_region text
) strict, without rowid;

create table membership (
  user_id text not null references identity (id),
  group_id text not null references identity (id),
  primary key (user_id, group_id)
) strict, without rowid;

create index membership_by_group on membership (group_id, user_id);

create table inline_policy (
  identity_id text not null references identity (id),
  name text not null,
  document text not null,
  primary key (identity_id, name)
) strict, without rowid;

create table managed_policy (
  id text not null primary key,
  account text not null,
  name text not null,
  folded_name text not null,
  path text not null,
  description text,
  created_at integer not null,
  updated_at integer not null,
  default_version integer not null,
  last_version integer not null,
  unique (account, folded_name)
) strict, without rowid;

create table managed_policy_version (
  policy_id text not null references managed_policy (id),
  version integer not null,
  document text not null,
  created_at integer not null,
  primary key (policy_id, version)
) strict, without rowid;

-- By ARN, because AWS's own managed policies are no rows.
create table policy_attachment (
  identity_id text not null references identity (id),
  policy_arn text not null,
  primary key (identity_id, policy_arn)
) strict, without rowid;

create index policy_attachment_by_policy on policy_attachment (policy_arn, identity_id);

-- The tags of users, roles, managed policies (by their ids) and OIDC providers (by their ARNs).
create table identity_tag (
  owner_id text not null,
  folded_key text not null,
  key text not null,
  value text not null,
  primary key (owner_id, folded_key)
) strict, without rowid;

create table account_alias (
  account text not null primary key,
  alias text not null unique
) strict, without rowid;

-- url is without the scheme, as the ARN has it; client_ids and thumbprints are lists with a line for each.
create table oidc_provider (
  account text not null,
  url text not null,
  created_at integer not null,
  client_ids text not null,
  thumbprints text not null,
  primary key (account, url)
) strict, without rowid;

-- Raised by every change of what an account's principals may do.
create table identity_version (
  account text not null primary key,
  version integer not null
) strict, without rowid;

-- A key without a user is the root user's.
alter table access_key drop column owner;
alter table access_key add column user_id text references identity (id);
alter table access_key add column status text not null default 'ACTIVE';

create index access_key_by_user on access_key (user_id, id) where user_id is not null;

create table access_key_use (
  key_id text not null primary key references access_key (id),
  used_at integer not null,
  service text not null,
  region text not null
) strict, without rowid;
