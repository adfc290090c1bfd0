package dev.berth.identity.session;

import dev.berth.iam.Principal;
import dev.berth.iam.Session;
import dev.berth.model.AccountId;
import dev.berth.model.Arn;
import dev.berth.model.StoredSession.Kind;
import java.util.Optional;

/**
 * Whose session a row is, as the row names it.
 *
 * @param kind what the principal is in it
 * @param account the account that it acts in
 * @param principal the role, or the user or root user who asked
 * @param id of that principal
 */
record Holder(Kind kind, AccountId account, Arn principal, String id) {

  static Holder of(Principal holder) {
    return switch (holder) {
      case Principal.RootUser _, Principal.User _ ->
          new Holder(Kind.OWN, holder.account(), holder.arn(), holder.userId());
      case Principal.RoleSession role ->
          new Holder(Kind.ROLE, role.account(), role.role(), role.roleId());
      case Principal.FederatedUser federated ->
          new Holder(
              Kind.FEDERATED,
              federated.account(),
              federated.parent().arn(),
              federated.parent().userId());
    };
  }

  /** The principal in that session. */
  Principal in(Session session) {
    return switch (kind) {
      case OWN -> owner(Optional.of(session));
      case ROLE -> new Principal.RoleSession(principal, id, session);
      case FEDERATED -> new Principal.FederatedUser(owner(Optional.empty()), session);
    };
  }

  private Principal owner(Optional<Session> session) {
    return principal.equals(Arn.ofRoot(account))
        ? new Principal.RootUser(account, session)
        : new Principal.User(principal, id, session);
  }
}
