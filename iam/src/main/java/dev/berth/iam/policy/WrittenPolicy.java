package dev.berth.iam.policy;

import dev.berth.iam.policy.condition.Operator;
import java.util.List;
import java.util.Optional;

/**
 * A document as its author wrote it: the grammar holds, what it says has not been looked at.
 *
 * @param version empty when the member is missing, which means 2008-10-17
 */
record WrittenPolicy(
    Optional<String> version, Optional<String> id, List<WrittenStatement> statements) {

  /** An element and its opposite, such as Action and NotAction: one of them with its values. */
  record Listed(boolean negated, List<String> values) {}

  /** One principal, such as {@code "AWS": "111122223333"}; the type of a bare star is empty. */
  record WrittenPrincipal(String type, String value) {}

  /** Principal or NotPrincipal. */
  record WrittenPrincipals(boolean negated, List<WrittenPrincipal> values) {}

  /**
   * One key under one operator.
   *
   * @param operator empty when there is no operator of the name
   */
  record WrittenCondition(
      String name, Optional<Operator> operator, String key, List<String> values) {}

  record WrittenStatement(
      int index,
      Span span,
      Optional<String> sid,
      Effect effect,
      Optional<WrittenPrincipals> principals,
      Optional<Listed> actions,
      Optional<Listed> resources,
      List<WrittenCondition> conditions) {}
}
