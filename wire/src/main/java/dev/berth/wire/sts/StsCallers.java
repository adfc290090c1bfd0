package dev.berth.wire.sts;

import dev.berth.iam.Principal;
import dev.berth.identity.session.SessionRefused.NotForThisCaller;

/** Who may not ask STS at all, whatever policies say (IAM dossier 5.6). */
final class StsCallers {
  private StsCallers() {}

  /**
   * Refuses a user's own session and a federated user; sessions of roles pass.
   *
   * @throws NotForThisCaller for them
   */
  static void requireLongTerm(String operation, Principal caller) {
    boolean limited =
        switch (caller) {
          case Principal.RootUser root -> root.session().isPresent();
          case Principal.User user -> user.session().isPresent();
          case Principal.FederatedUser _ -> true;
          case Principal.RoleSession _ -> false;
        };
    if (limited) {
      throw NotForThisCaller.inSession(operation);
    }
  }
}
