package dev.berth.iam.policy;

import dev.berth.iam.policy.WrittenPolicy.Listed;
import dev.berth.iam.policy.WrittenPolicy.WrittenCondition;
import dev.berth.iam.policy.WrittenPolicy.WrittenStatement;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether a document of its kind may be stored (IAM dossier 4.1, 4.2, 5.5, 7.3, 7.4): what is
 * refused when it is written. Documents that are stored already are not checked again.
 */
final class PolicyCheck {
  private static final Pattern SID = Pattern.compile("[A-Za-z0-9]*");
  private static final String CURRENT = "2012-10-17";
  private static final List<String> VERSIONS = List.of("2008-10-17", CURRENT);

  private final DocumentKind kind;

  private PolicyCheck(DocumentKind kind) {
    this.kind = kind;
  }

  /** Throws {@link PolicyRefused} with the first fault. */
  static void require(DocumentKind kind, WrittenPolicy policy) {
    PolicyCheck check = new PolicyCheck(kind);
    policy.statements().forEach(PolicyCheck::requireOperators);
    check.requireVersion(policy.version());
    check.requireId(policy.id());
    check.requireSids(policy.statements());
    policy.statements().forEach(check::requireStatement);
  }

  private static void requireOperators(WrittenStatement statement) {
    for (WrittenCondition condition : statement.conditions()) {
      if (condition.operator().isEmpty()) {
        throw new PolicyRefused(new PolicyFault.Syntax("unknown operator " + condition.name()));
      }
    }
  }

  private void requireVersion(Optional<String> version) {
    boolean current = kind == DocumentKind.IDENTITY_MANAGED;
    boolean right =
        version.map(v -> current ? v.equals(CURRENT) : VERSIONS.contains(v)).orElse(!current);
    if (!right) {
      throw new PolicyRefused(new PolicyFault.WrongVersion(version.orElse("")));
    }
  }

  private void requireId(Optional<String> id) {
    if (id.isPresent() && !kind.namesPrincipals()) {
      throw new PolicyRefused(
          new PolicyFault.Syntax("Id in a document that is no resource policy"));
    }
  }

  /** ECR takes spaces and repetitions: its documentation is full of {@code "new statement"}. */
  private void requireSids(List<WrittenStatement> statements) {
    if (kind == DocumentKind.REPOSITORY || kind == DocumentKind.REGISTRY) {
      return;
    }
    Set<String> seen = new HashSet<>();
    for (WrittenStatement statement : statements) {
      String sid = statement.sid().orElse("");
      if (!SID.matcher(sid).matches()) {
        throw new PolicyRefused(new PolicyFault.SidCharacters(sid));
      }
      if (!sid.isEmpty() && !seen.add(sid)) {
        throw new PolicyRefused(new PolicyFault.RepeatedSid(sid));
      }
    }
  }

  private void requireStatement(WrittenStatement statement) {
    PrincipalCheck.require(kind, statement);
    if (kind == DocumentKind.TRUST) {
      SharedIssuer.requireSubject(statement);
    }
    Listed actions =
        statement
            .actions()
            .filter(listed -> !listed.values().isEmpty())
            .orElseThrow(() -> new PolicyRefused(new PolicyFault.NoAction()));
    actions.values().forEach(action -> ActionCheck.require(kind, action));
    requireResources(statement.resources());
    statement.conditions().forEach(PolicyCheck::requireValues);
    if (kind == DocumentKind.RESOURCE_CONTROL && statement.effect() != Effect.DENY) {
      throw new PolicyRefused(new PolicyFault.Meaningless("a resource control policy denies"));
    }
  }

  private void requireResources(Optional<Listed> resources) {
    if (kind == DocumentKind.TRUST && resources.isPresent()) {
      String field = resources.get().negated() ? "NotResource" : "Resource";
      throw new PolicyRefused(new PolicyFault.ProhibitedField(field));
    }
    boolean optional = kind == DocumentKind.TRUST || kind == DocumentKind.REPOSITORY;
    if (resources.map(listed -> listed.values().isEmpty()).orElse(!optional)) {
      throw new PolicyRefused(new PolicyFault.NoResource());
    }
    resources.ifPresent(listed -> listed.values().forEach(ResourceCheck::require));
  }

  private static void requireValues(WrittenCondition condition) {
    for (String value : condition.values()) {
      if (!condition.operator().map(operator -> operator.accepts(value)).orElse(false)) {
        throw new PolicyRefused(
            new PolicyFault.Meaningless(
                "%s of %s compares no value such as %s"
                    .formatted(condition.name(), condition.key(), value)));
      }
    }
  }
}
