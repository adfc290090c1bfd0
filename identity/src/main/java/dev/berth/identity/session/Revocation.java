package dev.berth.identity.session;

import dev.berth.metadata.Transaction;
import dev.berth.model.AccountId;
import dev.berth.model.Arn;
import dev.berth.model.Malformed;
import dev.berth.model.StoredSession;
import dev.berth.model.StoredSession.Kind;
import java.util.List;

/** Which sessions an ARN means. */
sealed interface Revocation {

  /** Removes them; tells how many there were. */
  int in(Transaction transaction);

  /** All sessions of a role, user or root user. */
  record OfPrincipal(Arn principal) implements Revocation {
    @Override
    public int in(Transaction transaction) {
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
    public int in(Transaction transaction) {
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
