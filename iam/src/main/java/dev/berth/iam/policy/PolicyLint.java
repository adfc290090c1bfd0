package dev.berth.iam.policy;

import dev.berth.iam.policy.Statement.Principals;
import dev.berth.iam.policy.condition.Comparison;
import dev.berth.iam.policy.condition.Condition;
import dev.berth.iam.policy.condition.Quantifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Looks for what documents say and authors hardly mean. */
final class PolicyLint {
  private static final Set<String> MULTIVALUED =
      Set.of(
          "aws:tagkeys",
          "aws:calledvia",
          "aws:principalorgpaths",
          "aws:resourceorgpaths",
          "aws:sourceorgpaths",
          "aws:principalservicenameslist",
          "sts:transitivetagkeys");
  private static final String SUBJECT = ":sub";
  private static final String GITHUB = "repo:";

  private final DocumentKind kind;
  private final List<PolicyWarning> warnings = new ArrayList<>();

  private PolicyLint(DocumentKind kind) {
    this.kind = kind;
  }

  static List<PolicyWarning> of(PolicyDocument document) {
    PolicyLint lint = new PolicyLint(document.kind());
    document.statements().forEach(lint::look);
    return List.copyOf(lint.warnings);
  }

  private void look(Statement statement) {
    for (Condition condition : statement.conditions()) {
      lookAtQuantifier(statement, condition);
    }
    if (kind == DocumentKind.TRUST && statement.effect() == Effect.ALLOW) {
      lookAtTrust(statement);
    }
  }

  private void lookAtQuantifier(Statement statement, Condition condition) {
    Quantifier quantifier = condition.operator().quantifier();
    boolean plain =
        quantifier == Quantifier.NONE && condition.operator().comparison() != Comparison.NULL;
    if (plain && MULTIVALUED.contains(condition.key().name())) {
      warn(
          statement,
          PolicyWarning.Kind.NEVER_HOLDS,
          "%s has several values, which %s never matches; put ForAnyValue: or ForAllValues: before it"
              .formatted(condition.key().written(), condition.operator().comparison().word()));
    }
    if (quantifier == Quantifier.ALL
        && statement.effect() == Effect.ALLOW
        && !requiresPresence(statement, condition)) {
      warn(
          statement,
          PolicyWarning.Kind.HOLDS_WITHOUT_KEY,
          "ForAllValues on %1$s also holds for requests without that key; add \"Null\": {\"%1$s\": \"false\"}"
              .formatted(condition.key().written()));
    }
  }

  private static boolean requiresPresence(Statement statement, Condition condition) {
    return statement.conditions().stream()
        .filter(other -> other.key().equals(condition.key()))
        .anyMatch(
            other ->
                other.operator().quantifier() == Quantifier.ANY
                    || (other.operator().comparison() == Comparison.NULL
                        && other.values().stream().noneMatch("true"::equalsIgnoreCase)));
  }

  private void lookAtTrust(Statement statement) {
    boolean federated =
        statement.principals().map(Principals::names).orElse(List.of()).stream()
            .anyMatch(PrincipalName.OfProvider.class::isInstance);
    List<Condition> subjects =
        statement.conditions().stream()
            .filter(condition -> condition.key().name().endsWith(SUBJECT))
            .toList();
    if (federated && subjects.isEmpty()) {
      warn(
          statement,
          PolicyWarning.Kind.WIDE_TRUST,
          "every workload of the identity provider may assume the role; add a condition on its"
              + " subject, ISSUER:sub");
    }
    for (Condition subject : subjects) {
      subject.values().stream()
          .filter(PolicyLint::isWide)
          .forEach(
              value ->
                  warn(
                      statement,
                      PolicyWarning.Kind.WIDE_TRUST,
                      value
                          + " also matches organisations whose names only start alike; write"
                          + " repo:ORGANISATION/…"));
    }
  }

  /** {@code repo:acme*} is met by {@code repo:acme-evil/x} as well. */
  private static boolean isWide(String subject) {
    int slash = subject.indexOf('/');
    String owner = slash < 0 ? subject : subject.substring(0, slash);
    return subject.startsWith(GITHUB) && (owner.contains("*") || owner.contains("?"));
  }

  private void warn(Statement statement, PolicyWarning.Kind what, String sentence) {
    warnings.add(new PolicyWarning(statement.index(), what, sentence));
  }
}
