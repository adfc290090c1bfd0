package dev.berth.iam.policy.cases;

import dev.berth.iam.Decision.PolicyKind;
import dev.berth.iam.Decision.Reason;
import dev.berth.iam.policy.DocumentKind;
import dev.berth.iam.policy.Effect;
import dev.berth.iam.policy.cases.Expectation.Outcome;
import dev.berth.iam.policy.evaluate.Evaluation;
import dev.berth.iam.policy.evaluate.Finding;
import dev.berth.iam.policy.evaluate.Verdict;
import dev.berth.iam.policy.evaluate.Verdict.Grantor;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What came of a row. When several kinds of policy deny, IAM tells one and does not promise which,
 * so that a row may expect any of them (IAM dossier 3.5, 6); the same when two would allow alone.
 */
public final class CaseResult {
  private final PolicyCase row;
  private final Verdict verdict;
  private final Set<PolicyKind> denying;

  private CaseResult(PolicyCase row) {
    this.row = row;
    this.verdict = Evaluation.decide(row.question(), row.policies());
    this.denying = denying();
  }

  /** Decides a row. */
  public static CaseResult of(PolicyCase row) {
    return new CaseResult(row);
  }

  private Set<PolicyKind> denying() {
    Set<PolicyKind> kinds = new LinkedHashSet<>();
    switch (verdict) {
      case Verdict.Allowed _ -> {
        // nothing denies
      }
      case Verdict.ImplicitlyDenied(var missing) -> kinds.addAll(missing);
      case Verdict.ExplicitlyDenied(var by, var _) -> {
        kinds.add(by);
        Evaluation.findings(row.question(), row.policies()).stream()
            .filter(finding -> finding.effect() == Effect.DENY)
            .map(Finding::kind)
            .forEach(kinds::add);
      }
    }
    return kinds;
  }

  /** The row. */
  public PolicyCase row() {
    return row;
  }

  /** What the policies say. */
  public Verdict verdict() {
    return verdict;
  }

  /** The verdict in the table's words. */
  public Outcome outcome() {
    return switch (verdict) {
      case Verdict.Allowed _ -> Outcome.ALLOW;
      case Verdict.ImplicitlyDenied _ -> Outcome.IMPLICIT_DENY;
      case Verdict.ExplicitlyDenied _ -> Outcome.EXPLICIT_DENY;
    };
  }

  /** Which kinds of policy may be told as the one that settles it, in the table's words. */
  public List<String> deciders() {
    return verdict instanceof Verdict.Allowed allowed
        ? grantors(allowed).stream().map(by -> by.name().toLowerCase(Locale.ROOT)).toList()
        : denying.stream().map(CaseResult::word).distinct().toList();
  }

  /** Who grants, and who would grant without the policies of the resource. */
  private Set<Grantor> grantors(Verdict.Allowed allowed) {
    Set<Grantor> grantors = new LinkedHashSet<>(List.of(allowed.by()));
    boolean trust =
        row.policies().resource().stream()
            .anyMatch(named -> named.document().kind() == DocumentKind.TRUST);
    if (allowed.by() == Grantor.RESOURCE
        && !trust
        && Evaluation.decide(row.question(), row.policies().withResource(List.of()))
            instanceof Verdict.Allowed other) {
      grantors.add(other.by());
    }
    return grantors;
  }

  /** How the refusal may end; nothing when it is allowed. */
  public List<String> tails() {
    return denying.stream()
        .map(
            kind ->
                (outcome() == Outcome.EXPLICIT_DENY
                        ? new Reason.ExplicitDeny(kind)
                        : new Reason.NoAllow(kind))
                    .tail(row.action()))
        .toList();
  }

  /** Whether it is what the row expects. */
  public boolean isExpected() {
    Expectation expected = row.expectation();
    return expected.outcome() == outcome()
        && expected.decidedBy().map(deciders()::contains).orElse(true)
        && expected.because().map(tails()::contains).orElse(true);
  }

  /** What was expected and what came, with the reason, in two lines without ends. */
  public List<String> explanation() {
    Expectation expected = row.expectation();
    return List.of(
        "expected " + told(expected.outcome(), expected.decidedBy(), expected.because()),
        "got      "
            + told(outcome(), deciders().stream().findFirst(), tails().stream().findFirst())
            + reason());
  }

  private static String told(Outcome outcome, Optional<String> by, Optional<String> because) {
    return outcome
        + by.map(word -> " by " + word).orElse("")
        + because.map(tail -> " (" + tail + ")").orElse("");
  }

  private String reason() {
    return switch (verdict) {
      case Verdict.Allowed(var _, var statement) -> statement.map(s -> ": " + s.words()).orElse("");
      case Verdict.ExplicitlyDenied(var _, var statement) -> ": " + statement.words();
      case Verdict.ImplicitlyDenied _ -> ": no statement allows it";
    };
  }

  private static String word(PolicyKind kind) {
    return switch (kind) {
      case IDENTITY -> "identity";
      case RESOURCE, ROLE_TRUST -> "resource";
      case BOUNDARY -> "boundary";
      case SESSION -> "session";
      case SERVICE_CONTROL -> "scp";
      case RESOURCE_CONTROL -> "rcp";
    };
  }
}
