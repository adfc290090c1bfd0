package dev.berth.iam.policy.condition;

/** How the value of a request stands to the value of a policy. */
enum Order {
  EQUAL,
  LESS,
  LESS_OR_EQUAL,
  GREATER,
  GREATER_OR_EQUAL;

  /**
   * Whether it is so.
   *
   * @param comparison of the request's value with the policy's, as {@link Comparable} gives it
   */
  boolean holds(int comparison) {
    return switch (this) {
      case EQUAL -> comparison == 0;
      case LESS -> comparison < 0;
      case LESS_OR_EQUAL -> comparison <= 0;
      case GREATER -> comparison > 0;
      case GREATER_OR_EQUAL -> comparison >= 0;
    };
  }
}
