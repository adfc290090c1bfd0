package dev.berth.iam.policy.evaluate;

import dev.berth.iam.Decision.PolicyKind;
import dev.berth.iam.policy.DocumentKind;
import dev.berth.iam.policy.Statement;
import java.util.ArrayList;
import java.util.List;

/** Collects every statement that applies to a question, for simulations and explanations. */
final class Findings {
  private final Question question;
  private final Policies policies;
  private final List<Finding> found = new ArrayList<>();

  Findings(Question question, Policies policies) {
    this.question = question;
    this.policies = policies;
  }

  List<Finding> all() {
    if (!question.caller().isServiceLinked()) {
      add(PolicyKind.RESOURCE_CONTROL, policies.resourceControl());
    }
    if (!question.caller().isServiceLinked() && question.caller().account().isPresent()) {
      policies
          .serviceControl()
          .ifPresent(levels -> levels.forEach(level -> add(PolicyKind.SERVICE_CONTROL, level)));
    }
    add(PolicyKind.RESOURCE, policies.resource());
    add(PolicyKind.IDENTITY, policies.identity());
    policies.boundary().ifPresent(document -> add(PolicyKind.BOUNDARY, List.of(document)));
    policies.session().ifPresent(documents -> add(PolicyKind.SESSION, documents));
    return List.copyOf(found);
  }

  private void add(PolicyKind kind, List<NamedDocument> documents) {
    for (NamedDocument named : documents) {
      boolean trust = named.document().kind() == DocumentKind.TRUST;
      for (Statement statement : named.document().statements()) {
        if (applies(statement)) {
          found.add(new Finding(trust ? PolicyKind.ROLE_TRUST : kind, named, statement));
        }
      }
    }
  }

  private boolean applies(Statement statement) {
    boolean bounded = policies.boundary().isPresent();
    return Scan.reach(statement, question.caller(), bounded) != Reach.NONE
        && statement.appliesTo(question.action(), question.resource(), question.context());
  }
}
