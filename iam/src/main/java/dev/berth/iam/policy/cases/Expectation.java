package dev.berth.iam.policy.cases;

import java.util.Optional;

/**
 * What a row expects.
 *
 * @param decidedBy the kind of policy that settles it, in the table's words; empty when any may
 * @param because the end of the refusal; empty when it is not looked at
 */
public record Expectation(Outcome outcome, Optional<String> decidedBy, Optional<String> because) {

  /** The decisions that a table knows; their names are its words. */
  public enum Outcome {
    ALLOW,
    IMPLICIT_DENY,
    EXPLICIT_DENY
  }
}
