package dev.berth.iam.policy;

import dev.berth.iam.policy.WrittenPolicy.WrittenPrincipal;
import dev.berth.iam.policy.WrittenPolicy.WrittenPrincipals;
import dev.berth.iam.policy.WrittenPolicy.WrittenStatement;

/**
 * Whether a statement names principals where its kind of document does, in forms that exist (IAM
 * dossier 4.1, 4.3, 5.4, 5.5). Whether they exist themselves only the door knows.
 */
final class PrincipalCheck {
  private PrincipalCheck() {}

  static void require(DocumentKind kind, WrittenStatement statement) {
    if (!kind.namesPrincipals()) {
      if (statement.principals().isPresent()) {
        throw new PolicyRefused(new PolicyFault.PrincipalNotAllowed());
      }
      return;
    }
    WrittenPrincipals principals =
        statement.principals().orElseThrow(() -> new PolicyRefused(new PolicyFault.NoPrincipal()));
    if (principals.negated()) {
      requireNegationAllowed(kind, statement.effect());
    }
    for (WrittenPrincipal written : principals.values()) {
      requireName(kind, written);
    }
    if (principals.values().isEmpty()) {
      throw new PolicyRefused(new PolicyFault.NoPrincipal());
    }
  }

  private static void requireNegationAllowed(DocumentKind kind, Effect effect) {
    if (kind == DocumentKind.TRUST || kind == DocumentKind.RESOURCE_CONTROL) {
      throw new PolicyRefused(new PolicyFault.ProhibitedField("NotPrincipal"));
    }
    if (effect == Effect.ALLOW) {
      // it would allow everybody in the world but those
      throw new PolicyRefused(new PolicyFault.Meaningless("NotPrincipal with Allow"));
    }
  }

  private static void requireName(DocumentKind kind, WrittenPrincipal written) {
    PrincipalName name = PrincipalName.of(written.type(), written.value());
    boolean everyone = name instanceof PrincipalName.Everyone;
    if (name instanceof PrincipalName.Nobody
        || (kind == DocumentKind.RESOURCE_CONTROL && !everyone)) {
      throw new PolicyRefused(
          new PolicyFault.BadPrincipal(
              written.type().isEmpty() ? "AWS" : written.type(), written.value()));
    }
  }
}
