package dev.berth.iam.policy.condition;

import dev.berth.iam.policy.match.ConditionValues;
import dev.berth.iam.policy.match.ContextKey;
import dev.berth.iam.policy.match.ContextValue;
import dev.berth.iam.policy.match.Template;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One key of one operator of a statement, with the policy's values (IAM dossier 4.6). A statement's
 * conditions hold together or not at all.
 */
public final class Condition {
  private final Operator operator;
  private final ContextKey key;
  private final List<String> values;
  private final ValueTest test;
  private final Set<ContextKey> keys;

  /** Compiles a condition; values that the operator cannot read are satisfied by nothing. */
  public Condition(
      Operator operator, ContextKey key, List<String> values, Template.Variables variables) {
    this.operator = operator;
    this.key = key;
    this.values = List.copyOf(values);
    this.test = operator.comparison().test(values, variables);
    this.keys = keys(variables);
  }

  private Set<ContextKey> keys(Template.Variables variables) {
    Set<ContextKey> named = new HashSet<>(Set.of(key));
    if (operator.comparison().takesVariables()) {
      for (String value : values) {
        named.addAll(Template.of(value, Template.Stars.LITERAL, variables).keys());
      }
    }
    return Set.copyOf(named);
  }

  /** The operator. */
  public Operator operator() {
    return operator;
  }

  /** The key that it is about. */
  public ContextKey key() {
    return key;
  }

  /** The policy's values as written. */
  public List<String> values() {
    return values;
  }

  /** Every key that it asks for: its own and those of variables in its values. */
  public Set<ContextKey> keys() {
    return keys;
  }

  /** Whether it holds for a request. */
  public boolean holds(ConditionValues context) {
    Optional<ContextValue> found = context.find(key);
    boolean absent = found.isEmpty() || found.get().values().isEmpty();
    if (operator.comparison() == Comparison.NULL) {
      return test.isSatisfied(String.valueOf(absent), context);
    }
    return absent ? operator.holdsForAbsent() : holds(found.get(), context);
  }

  private boolean holds(ContextValue present, ConditionValues context) {
    return switch (operator.quantifier()) {
      // several values under an operator for one: undefined in IAM's documentation, never granted
      case NONE -> !present.multivalued() && holds(present.values().getFirst(), context);
      case ALL -> {
        for (String value : present.values()) {
          if (!holds(value, context)) {
            yield false;
          }
        }
        yield true;
      }
      case ANY -> {
        for (String value : present.values()) {
          if (holds(value, context)) {
            yield true;
          }
        }
        yield false;
      }
    };
  }

  private boolean holds(String value, ConditionValues context) {
    return test.isSatisfied(value, context) != operator.comparison().isNegated();
  }
}
