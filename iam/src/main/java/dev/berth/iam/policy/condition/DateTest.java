package dev.berth.iam.policy.condition;

import dev.berth.iam.policy.match.ConditionValues;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Points in time, in the forms that {@link DateText} reads. */
record DateTest(Order order, List<Instant> wanted) implements ValueTest {

  static List<Instant> read(List<String> values) {
    return values.stream().flatMap(value -> DateText.read(value).stream()).toList();
  }

  @Override
  public boolean isSatisfied(String value, ConditionValues context) {
    Optional<Instant> time = DateText.read(value);
    if (time.isEmpty()) {
      return false;
    }
    for (Instant other : wanted) {
      if (order.holds(time.get().compareTo(other))) {
        return true;
      }
    }
    return false;
  }
}
