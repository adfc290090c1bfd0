package dev.berth.wire.sts;

import dev.berth.iam.Principal;
import dev.berth.wire.door.Row.GuardKind;
import dev.berth.wire.query.QueryAction;

/**
 * Tells callers who they are; never denied, not even by an explicit deny (IAM dossier 8.1 and 8.2).
 */
public final class GetCallerIdentity {
  private GetCallerIdentity() {}

  /** Its row. */
  public static QueryAction row() {
    return new QueryAction(
        "sts",
        "2011-06-15",
        "GetCallerIdentity",
        GuardKind.AUTHENTICATED,
        (answer, caller) -> {
          Principal principal = caller.principal();
          answer
              .element("Arn", principal.arn().toString())
              .element("UserId", principal.userId())
              .element("Account", principal.account().value());
        });
  }
}
