package dev.berth.identity.session;

import dev.berth.identity.PrincipalIds;
import dev.berth.metadata.Transaction;
import dev.berth.model.AccountId;
import dev.berth.model.Arn;
import dev.berth.model.IdentityKind;
import dev.berth.model.Malformed;
import dev.berth.model.StoredSession;
import dev.berth.model.StoredSession.Kind;
import java.time.Instant;
import java.util.List;

/** Which sessions an ARN means, and which logins with tokens of issuers, which have no rows. */
sealed interface Revocation {

  /**
   * Removes the sessions, and ends the logins whose tokens were made until now.
   *
   * @return how many sessions there were
   */
  int in(Transaction transaction, Instant now);

  /** All sessions of a role, user or root user. */
  record OfPrincipal(Arn principal) implements Revocation {
    @Override
    public int in(Transaction transaction, Instant now) {
      PrincipalIds.idOf(transaction, principal)
          .filter(_ -> principal.resource().startsWith("role/"))
          .ifPresent(id -> transaction.loginEnds().put(id, "", now));
      return transaction.sessions().deleteOf(principal);
    }
  }

  /**
   * Those of one name.
   *
   * @param role the name of the role without its path; empty of a federated user
   */
  record OfName(AccountId account, Kind kind, String role, String name) implements Revocation {
    @Override
    public int in(Transaction transaction, Instant now) {
      if (kind == Kind.ROLE) {
        transaction
            .identities()
            .find(account, IdentityKind.ROLE, role)
            .ifPresent(found -> transaction.loginEnds().put(found.id(), name, now));
      }
      List<StoredSession> meant =
          transaction.sessions().named(account, kind, name).stream()
              .filter(
                  session ->
                      kind != Kind.ROLE || session.principal().resource().endsWith("/" + role))
              .toList();
      meant.forEach(session -> transaction.sessions().delete(session.keyId()));
      return meant.size();
    }
  }

  /**
   * Reads an ARN.
   *
   * @throws Malformed for one that nobody can have sessions under
   */
  static Revocation of(Arn principal) {
    String[] parts = principal.resource().split("/", 3);
    if (principal.service().equals("sts") && parts[0].equals("assumed-role") && parts.length == 3) {
      return new OfName(new AccountId(principal.account()), Kind.ROLE, parts[1], parts[2]);
    }
    if (principal.service().equals("sts")
        && parts[0].equals("federated-user")
        && parts.length == 2) {
      return new OfName(new AccountId(principal.account()), Kind.FEDERATED, "", parts[1]);
    }
    boolean named = (parts[0].equals("user") || parts[0].equals("role")) && parts.length > 1;
    if (principal.service().equals("iam") && (named || principal.resource().equals("root"))) {
      return new OfPrincipal(principal);
    }
    throw new Malformed(
        "principal ARN",
        principal.toString(),
        "it names a role, a user, a root user, a role session or a federated user");
  }
}
