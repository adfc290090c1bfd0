package dev.berth.iam.policy.condition;

import dev.berth.iam.policy.match.ConditionValues;
import java.util.List;
import java.util.Optional;

/** {@code true} and {@code false}, in any case. */
record BooleanTest(List<Boolean> wanted) implements ValueTest {
  private static final Optional<Boolean> TRUE = Optional.of(true);
  private static final Optional<Boolean> FALSE = Optional.of(false);

  static List<Boolean> read(List<String> values) {
    return values.stream().flatMap(value -> read(value).stream()).toList();
  }

  @Override
  public boolean isSatisfied(String value, ConditionValues context) {
    Optional<Boolean> truth = read(value);
    return truth.isPresent() && wanted.contains(truth.get());
  }

  private static Optional<Boolean> read(String text) {
    if (text.equalsIgnoreCase("true")) {
      return TRUE;
    }
    return text.equalsIgnoreCase("false") ? FALSE : Optional.empty();
  }
}
