-- Users, groups and roles in one table: what they have in common is nearly all that they have. folded_name is the name in
-- lower case: names are unique whatever their case. Ids are random and never given out again.
create table identity (
  id text collate "C" not null primary key,
  account text collate "C" not null,
  kind text collate "C" not null,
  name text collate "C" not null,
  folded_name text collate "C" not null,
  path text collate "C" not null,
  created_at bigint not null,
  boundary text collate "C",
  unique (account, kind, folded_name)
);

create index identity_by_boundary on identity (account, boundary) where boundary is not null;

-- What only roles have. In the trust policy users and roles stand as their ids.
create table role_detail (
  role_id text collate "C" not null primary key references identity (id),
  trust text collate "C" not null,
  description text collate "C",
  session_seconds bigint not null,
  last_used_at bigint,
  last_used_region text collate "C"
);

create table membership (
  user_id text collate "C" not null references identity (id),
  group_id text collate "C" not null references identity (id),
  primary key (user_id, group_id)
);

create index membership_by_group on membership (group_id, user_id);

create table inline_policy (
  identity_id text collate "C" not null references identity (id),
  name text collate "C" not null,
  document text collate "C" not null,
  primary key (identity_id, name)
);

create table managed_policy (
  id text collate "C" not null primary key,
  account text collate "C" not null,
  name text collate "C" not null,
  folded_name text collate "C" not null,
  path text collate "C" not null,
  description text collate "C",
  created_at bigint not null,
  updated_at bigint not null,
  default_version bigint not null,
  last_version bigint not null,
  unique (account, folded_name)
);

create table managed_policy_version (
  policy_id text collate "C" not null references managed_policy (id),
  version bigint not null,
  document text collate "C" not null,
  created_at bigint not null,
  primary key (policy_id, version)
);

-- By ARN, because AWS's own managed policies are no rows.
create table policy_attachment (
  identity_id text collate "C" not null references identity (id),
  policy_arn text collate "C" not null,
  primary key (identity_id, policy_arn)
);

create index policy_attachment_by_policy on policy_attachment (policy_arn, identity_id);

-- The tags of users, roles, managed policies (by their ids) and OIDC providers (by their ARNs).
create table identity_tag (
  owner_id text collate "C" not null,
  folded_key text collate "C" not null,
  key text collate "C" not null,
  value text collate "C" not null,
  primary key (owner_id, folded_key)
);

create table account_alias (
  account text collate "C" not null primary key,
  alias text collate "C" not null unique
);

-- url is without the scheme, as the ARN has it; client_ids and thumbprints are lists with a line for each.
create table oidc_provider (
  account text collate "C" not null,
  url text collate "C" not null,
  created_at bigint not null,
  client_ids text collate "C" not null,
  thumbprints text collate "C" not null,
  primary key (account, url)
);

-- Raised by every change of what an account's principals may do.
create table identity_version (
  account text collate "C" not null primary key,
  version bigint not null
);

-- A key without a user is the root user's.
alter table access_key drop column owner;
alter table access_key add column user_id text collate "C" references identity (id);
alter table access_key add column status text collate "C" not null default 'ACTIVE';

create index access_key_by_user on access_key (user_id, id) where user_id is not null;

create table access_key_use (
  key_id text collate "C" not null primary key references access_key (id),
  used_at bigint not null,
  service text collate "C" not null,
  region text collate "C" not null
);
