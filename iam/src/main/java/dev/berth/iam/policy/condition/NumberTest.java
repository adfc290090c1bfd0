package dev.berth.iam.policy.condition;

import dev.berth.iam.policy.match.ConditionValues;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Integers and decimals, of 40 characters at most and without exponents. */
record NumberTest(Order order, List<BigDecimal> wanted) implements ValueTest {
  private static final int LONGEST = 40;

  static List<BigDecimal> read(List<String> values) {
    return values.stream().flatMap(value -> read(value).stream()).toList();
  }

  @Override
  public boolean isSatisfied(String value, ConditionValues context) {
    Optional<BigDecimal> number = read(value);
    if (number.isEmpty()) {
      return false;
    }
    for (BigDecimal other : wanted) {
      if (order.holds(number.get().compareTo(other))) {
        return true;
      }
    }
    return false;
  }

  private static Optional<BigDecimal> read(String text) {
    return text.length() <= LONGEST && isDecimal(text)
        ? Optional.of(new BigDecimal(text))
        : Optional.empty();
  }

  /** Digits, one dot between two of them, a sign before. */
  private static boolean isDecimal(String text) {
    int from = !text.isEmpty() && (text.charAt(0) == '-' || text.charAt(0) == '+') ? 1 : 0;
    int dots = 0;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean inside = i > from && i < text.length() - 1;
      if (c == '.' && inside) {
        dots++;
      } else if (c < '0' || c > '9') {
        return false;
      }
    }
    return text.length() > from && dots <= 1;
  }
}
