package dev.berth.iam.policy;

import dev.berth.iam.policy.Statement.Actions;
import dev.berth.iam.policy.Statement.Principals;
import dev.berth.iam.policy.Statement.Resources;
import dev.berth.iam.policy.WrittenPolicy.Listed;
import dev.berth.iam.policy.WrittenPolicy.WrittenCondition;
import dev.berth.iam.policy.WrittenPolicy.WrittenPrincipals;
import dev.berth.iam.policy.WrittenPolicy.WrittenStatement;
import dev.berth.iam.policy.condition.Condition;
import dev.berth.iam.policy.match.ArnPattern;
import dev.berth.iam.policy.match.ContextKey;
import dev.berth.iam.policy.match.Glob;
import dev.berth.iam.policy.match.Template.Variables;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Turns what was written into what is compared, once for each document. */
final class StatementCompiler {
  private static final Listed EVERYTHING = new Listed(false, List.of("*"));

  private final DocumentKind kind;
  private final Variables variables;

  StatementCompiler(DocumentKind kind, Optional<String> version) {
    this.kind = kind;
    this.variables =
        version.filter("2012-10-17"::equals).isPresent() ? Variables.RESOLVED : Variables.LITERAL;
  }

  Statement compile(WrittenStatement written) {
    return new Statement(
        written,
        written.principals().map(StatementCompiler::principals),
        actions(written.actions().orElse(EVERYTHING)),
        resources(written.resources().orElse(EVERYTHING)),
        written.conditions().stream().flatMap(c -> condition(c).stream()).toList(),
        isSound(written));
  }

  /** Whether everything that it says is understood here. */
  private boolean isSound(WrittenStatement written) {
    boolean notPrincipal = written.principals().map(WrittenPrincipals::negated).orElse(false);
    boolean resourcesMayLack = kind == DocumentKind.TRUST || kind == DocumentKind.REPOSITORY;
    return written.conditions().stream().allMatch(c -> c.operator().isPresent())
        && written.actions().isPresent()
        && (written.resources().isPresent() || resourcesMayLack)
        && written.principals().isPresent() == kind.namesPrincipals()
        && !(notPrincipal && written.effect() == Effect.ALLOW);
  }

  private static Principals principals(WrittenPrincipals written) {
    return new Principals(
        written.negated(),
        written.values().stream()
            .map(principal -> PrincipalName.of(principal.type(), principal.value()))
            .toList());
  }

  private static Actions actions(Listed listed) {
    List<String> written =
        listed.values().stream().map(action -> action.toLowerCase(Locale.ROOT)).toList();
    return new Actions(
        listed.negated(), written, written.stream().map(Glob::wild).toList(), Set.of());
  }

  private Resources resources(Listed listed) {
    return new Resources(
        listed.negated(),
        listed.values().stream().map(resource -> ArnPattern.of(resource, variables)).toList());
  }

  private Optional<Condition> condition(WrittenCondition written) {
    return written
        .operator()
        .map(
            operator ->
                new Condition(
                    operator, new ContextKey(written.key()), written.values(), variables));
  }
}
