package dev.berth.iam.policy.evaluate;

import dev.berth.iam.DecidingStatement;
import dev.berth.iam.Decision.PolicyKind;
import dev.berth.iam.policy.Effect;
import dev.berth.iam.policy.Statement;

/**
 * A statement that applies to a question, and its caller.
 *
 * @param kind of the policy that it stands in, by what it is attached to
 */
public record Finding(PolicyKind kind, NamedDocument named, Statement statement) {

  /** What it does. */
  public Effect effect() {
    return statement.effect();
  }

  /** What it is called. */
  public DecidingStatement deciding() {
    return named.deciding(statement);
  }
}
