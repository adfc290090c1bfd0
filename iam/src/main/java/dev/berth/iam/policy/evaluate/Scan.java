package dev.berth.iam.policy.evaluate;

import dev.berth.iam.Decision.PolicyKind;
import dev.berth.iam.policy.DocumentKind;
import dev.berth.iam.policy.Effect;
import dev.berth.iam.policy.Statement;
import dev.berth.iam.policy.Statement.Principals;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One pass over the documents of one kind: the first statement that denies, or the nearest that
 * allows. Made for one question, used by one thread.
 */
final class Scan {
  private final Question question;
  private final PolicyKind kind;
  private final boolean hasBoundary;

  private @Nullable Finding denial;
  private @Nullable Finding grant;
  private Reach reach = Reach.NONE;

  Scan(Question question, PolicyKind kind, boolean hasBoundary) {
    this.question = question;
    this.kind = kind;
    this.hasBoundary = hasBoundary;
  }

  /** Goes over one more list; a denial that was found ends all. */
  Scan over(List<NamedDocument> documents) {
    for (int i = 0; i < documents.size() && denial == null; i++) {
      over(documents.get(i));
    }
    return this;
  }

  /** Goes over one more document. */
  void over(NamedDocument named) {
    List<Statement> statements = named.document().statements();
    for (int i = 0; i < statements.size() && denial == null; i++) {
      Statement statement = statements.get(i);
      if (statement.effect() == Effect.ALLOW && reach == Reach.CALLER) {
        continue;
      }
      Reach near = reach(statement, question.caller(), hasBoundary);
      if (near.compareTo(statement.effect() == Effect.ALLOW ? reach : Reach.NONE) > 0
          && statement.appliesTo(question.action(), question.resource(), question.context())) {
        found(new Finding(kindOf(named), named, statement), near);
      }
    }
  }

  private void found(Finding finding, Reach near) {
    if (finding.effect() == Effect.DENY) {
      denial = finding;
    } else {
      grant = finding;
      reach = near;
    }
  }

  /** A statement of a document that is attached to the caller is about the caller. */
  static Reach reach(Statement statement, Caller caller, boolean hasBoundary) {
    Optional<Principals> principals = statement.principals();
    return principals.isPresent() ? Reach.of(principals.get(), caller, hasBoundary) : Reach.CALLER;
  }

  private PolicyKind kindOf(NamedDocument named) {
    return kind == PolicyKind.RESOURCE && named.document().kind() == DocumentKind.TRUST
        ? PolicyKind.ROLE_TRUST
        : kind;
  }

  Optional<Finding> denial() {
    return Optional.ofNullable(denial);
  }

  Optional<Finding> grant() {
    return Optional.ofNullable(grant);
  }

  boolean allows() {
    return grant != null;
  }

  /** How near the nearest Allow names the caller. */
  Reach reach() {
    return reach;
  }
}
