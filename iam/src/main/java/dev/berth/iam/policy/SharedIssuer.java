package dev.berth.iam.policy;

import dev.berth.iam.policy.WrittenPolicy.WrittenCondition;
import dev.berth.iam.policy.WrittenPolicy.WrittenStatement;
import dev.berth.iam.policy.condition.Comparison;
import dev.berth.iam.policy.condition.Operator;
import dev.berth.iam.policy.condition.Quantifier;

/**
 * GitHub's issuer signs the tokens of everybody's workflows, so a trust policy for it must say
 * whose (IAM dossier 8.3, threat T15): a condition on the subject that holds for no request without
 * one, and not for every organisation.
 */
final class SharedIssuer {
  private static final String ISSUER = "token.actions.githubusercontent.com";
  private static final String PROVIDER = ":oidc-provider/" + ISSUER;
  private static final String SUBJECT = ISSUER + ":sub";

  private SharedIssuer() {}

  /** Throws {@link PolicyRefused} when the statement lets every workflow in. */
  static void requireSubject(WrittenStatement statement) {
    if (statement.effect() == Effect.ALLOW
        && names(statement)
        && statement.conditions().stream().noneMatch(SharedIssuer::confines)) {
      throw new PolicyRefused(new PolicyFault.AnyWorkflow(SUBJECT));
    }
  }

  private static boolean names(WrittenStatement statement) {
    return statement.principals().stream()
        .flatMap(principals -> principals.values().stream())
        .anyMatch(
            principal ->
                principal.type().equals("Federated")
                    && (principal.value().endsWith(PROVIDER)
                        || principal.value().contains(PROVIDER + "/")));
  }

  private static boolean confines(WrittenCondition condition) {
    return isSubject(condition.key())
        && condition.operator().filter(SharedIssuer::needsTheKey).isPresent()
        && condition.values().stream()
            .noneMatch(value -> isAnybody(condition.operator().orElseThrow(), value));
  }

  /** An enterprise may have an issuer of its own below GitHub's. */
  private static boolean isSubject(String key) {
    return key.equalsIgnoreCase(SUBJECT)
        || (key.regionMatches(true, 0, ISSUER + "/", 0, ISSUER.length() + 1)
            && key.regionMatches(true, key.length() - 4, ":sub", 0, 4));
  }

  private static boolean needsTheKey(Operator operator) {
    return operator.quantifier() != Quantifier.ALL
        && operator.whenAbsent() == Operator.WhenAbsent.COMPARED
        && switch (operator.comparison()) {
          case STRING_EQUALS, STRING_EQUALS_IGNORE_CASE, STRING_LIKE -> true;
          default -> false;
        };
  }

  /** {@code *}, {@code repo:*}: nothing of a claim stands before the first wildcard. */
  private static boolean isAnybody(Operator operator, String value) {
    if (operator.comparison() != Comparison.STRING_LIKE) {
      return false;
    }
    String literal = value.split("[*?]", 2)[0];
    int claim = literal.indexOf(':');
    boolean saysNothing = claim < 0 || claim == literal.length() - 1;
    return saysNothing && literal.length() < value.length();
  }
}
