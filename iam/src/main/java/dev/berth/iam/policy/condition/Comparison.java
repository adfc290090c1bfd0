package dev.berth.iam.policy.condition;

import dev.berth.iam.policy.match.Template;
import dev.berth.iam.policy.match.Template.Stars;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The operators of conditions without prefix and suffix (IAM dossier 4.6). */
public enum Comparison {
  STRING_EQUALS("StringEquals", Family.TEXT, Sense.POSITIVE),
  STRING_NOT_EQUALS("StringNotEquals", Family.TEXT, Sense.NEGATED),
  STRING_EQUALS_IGNORE_CASE("StringEqualsIgnoreCase", Family.TEXT, Sense.POSITIVE),
  STRING_NOT_EQUALS_IGNORE_CASE("StringNotEqualsIgnoreCase", Family.TEXT, Sense.NEGATED),
  STRING_LIKE("StringLike", Family.TEXT, Sense.POSITIVE),
  STRING_NOT_LIKE("StringNotLike", Family.TEXT, Sense.NEGATED),
  NUMERIC_EQUALS("NumericEquals", Family.NUMBER, Sense.POSITIVE),
  NUMERIC_NOT_EQUALS("NumericNotEquals", Family.NUMBER, Sense.NEGATED),
  NUMERIC_LESS_THAN("NumericLessThan", Family.NUMBER, Sense.POSITIVE),
  NUMERIC_LESS_THAN_EQUALS("NumericLessThanEquals", Family.NUMBER, Sense.POSITIVE),
  NUMERIC_GREATER_THAN("NumericGreaterThan", Family.NUMBER, Sense.POSITIVE),
  NUMERIC_GREATER_THAN_EQUALS("NumericGreaterThanEquals", Family.NUMBER, Sense.POSITIVE),
  DATE_EQUALS("DateEquals", Family.DATE, Sense.POSITIVE),
  DATE_NOT_EQUALS("DateNotEquals", Family.DATE, Sense.NEGATED),
  DATE_LESS_THAN("DateLessThan", Family.DATE, Sense.POSITIVE),
  DATE_LESS_THAN_EQUALS("DateLessThanEquals", Family.DATE, Sense.POSITIVE),
  DATE_GREATER_THAN("DateGreaterThan", Family.DATE, Sense.POSITIVE),
  DATE_GREATER_THAN_EQUALS("DateGreaterThanEquals", Family.DATE, Sense.POSITIVE),
  BOOL("Bool", Family.BOOLEAN, Sense.POSITIVE),
  BINARY_EQUALS("BinaryEquals", Family.BINARY, Sense.POSITIVE),
  IP_ADDRESS("IpAddress", Family.ADDRESS, Sense.POSITIVE),
  NOT_IP_ADDRESS("NotIpAddress", Family.ADDRESS, Sense.NEGATED),
  ARN_EQUALS("ArnEquals", Family.ARN, Sense.POSITIVE),
  ARN_LIKE("ArnLike", Family.ARN, Sense.POSITIVE),
  ARN_NOT_EQUALS("ArnNotEquals", Family.ARN, Sense.NEGATED),
  ARN_NOT_LIKE("ArnNotLike", Family.ARN, Sense.NEGATED),
  NULL("Null", Family.BOOLEAN, Sense.POSITIVE);

  enum Family {
    TEXT,
    NUMBER,
    DATE,
    BOOLEAN,
    BINARY,
    ADDRESS,
    ARN
  }

  private enum Sense {
    POSITIVE,
    NEGATED
  }

  private static final Map<String, Comparison> BY_WORD =
      Stream.of(values()).collect(Collectors.toMap(c -> c.word, Function.identity()));

  private final String word;
  private final Family family;
  private final Sense sense;

  Comparison(String word, Family family, Sense sense) {
    this.word = word;
    this.family = family;
    this.sense = sense;
  }

  static Optional<Comparison> of(String word) {
    return Optional.ofNullable(BY_WORD.get(word));
  }

  /** Such as {@code StringEquals}. */
  public String word() {
    return word;
  }

  /** Whether variables may stand in its values. */
  boolean takesVariables() {
    return family == Family.TEXT || family == Family.ARN;
  }

  /** Whether it is the opposite of another, such as {@code StringNotEquals}. */
  public boolean isNegated() {
    return sense == Sense.NEGATED;
  }

  /**
   * What the values of a policy say without the negation, if there is one. A value that the family
   * cannot read is satisfied by nothing.
   */
  ValueTest test(List<String> values, Template.Variables variables) {
    return switch (family) {
      case TEXT -> TextTest.of(this, templates(values, variables));
      case NUMBER -> new NumberTest(order(), NumberTest.read(values));
      case DATE -> new DateTest(order(), DateTest.read(values));
      case BOOLEAN -> new BooleanTest(BooleanTest.read(values));
      case BINARY -> new BinaryTest(BinaryTest.read(values));
      case ADDRESS -> new AddressTest(AddressTest.read(values));
      case ARN -> new ArnTest(ArnTest.read(values, variables));
    };
  }

  private List<Template> templates(List<String> values, Template.Variables variables) {
    boolean wild = this == STRING_LIKE || this == STRING_NOT_LIKE;
    Stars stars = wild ? Stars.WILD : Stars.LITERAL;
    return values.stream().map(value -> Template.of(value, stars, variables)).toList();
  }

  /** Whether a value of a policy is one of the family. */
  boolean accepts(String value) {
    List<String> values = List.of(value);
    return switch (family) {
      case TEXT, ARN -> true;
      case NUMBER -> !NumberTest.read(values).isEmpty();
      case DATE -> !DateTest.read(values).isEmpty();
      case BOOLEAN -> !BooleanTest.read(values).isEmpty();
      case BINARY -> !BinaryTest.read(values).isEmpty();
      case ADDRESS -> !AddressTest.read(values).isEmpty();
    };
  }

  private Order order() {
    return switch (this) {
      case NUMERIC_LESS_THAN, DATE_LESS_THAN -> Order.LESS;
      case NUMERIC_LESS_THAN_EQUALS, DATE_LESS_THAN_EQUALS -> Order.LESS_OR_EQUAL;
      case NUMERIC_GREATER_THAN, DATE_GREATER_THAN -> Order.GREATER;
      case NUMERIC_GREATER_THAN_EQUALS, DATE_GREATER_THAN_EQUALS -> Order.GREATER_OR_EQUAL;
      default -> Order.EQUAL;
    };
  }
}
