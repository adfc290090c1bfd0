-- Logins with the tokens of issuers have no row of their own: a revocation ends those whose token was made up to that time, of a
-- role as a whole (no session name) or of one session name.
create table login_end (
  role_id text not null references identity (id),
  session_name text not null,
  made_until integer not null,
  primary key (role_id, session_name)
) strict;
