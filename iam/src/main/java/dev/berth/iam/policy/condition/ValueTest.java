package dev.berth.iam.policy.condition;

import dev.berth.iam.policy.match.ConditionValues;

/** What the values of one condition say to one value of a request. */
interface ValueTest {

  /**
   * Whether one of the policy's values is satisfied. A value that is not of the family, or a
   * variable that finds nothing, is not; a negated operator turns the answer round.
   */
  boolean isSatisfied(String value, ConditionValues context);
}
