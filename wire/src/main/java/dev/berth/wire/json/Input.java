package dev.berth.wire.json;

import dev.berth.wire.aws.Unacceptable.Violation;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.POJONode;

/**
 * A request that passed {@link ShapeValidator}, or a structure in one: members have the types that
 * the model gives them, and those that it requires are there. {@code null} is the same as absent.
 */
public final class Input {
  private static final int MICROS = 6;

  private final OperationModel operation;
  private final JsonNode node;

  Input(OperationModel operation, JsonNode node) {
    this.operation = operation;
    this.node = node;
  }

  /** All of it, as it was sent. */
  JsonNode tree() {
    return node;
  }

  /** Whether the member is there. */
  public boolean has(String member) {
    return !value(member).isMissingNode();
  }

  /** A text that the model requires. */
  public String text(String member) {
    return value(member).stringValue();
  }

  /** A text that may be left out. */
  public Optional<String> textIfAny(String member) {
    return Optional.of(value(member)).filter(JsonNode::isString).map(JsonNode::stringValue);
  }

  /** A whole number that the model requires. */
  public long number(String member) {
    return value(member).longValue();
  }

  /** A whole number, in the range of an integer, that may be left out. */
  public OptionalInt numberIfAny(String member) {
    JsonNode value = value(member);
    return value.isMissingNode() ? OptionalInt.empty() : OptionalInt.of(value.intValue());
  }

  /** A time, in seconds since the epoch, that may be left out. */
  public Optional<Instant> timeIfAny(String member) {
    JsonNode value = value(member);
    return value.isNumber() ? Optional.of(time(member, value)) : Optional.empty();
  }

  private Instant time(String member, JsonNode value) {
    try {
      long micros = value.decimalValue().movePointRight(MICROS).longValueExact();
      return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    } catch (ArithmeticException _) {
      throw violation(member, "Member must be a time to microseconds");
    }
  }

  /** A flag; {@code false} when it is left out. */
  public boolean flag(String member) {
    return value(member).booleanValue(false);
  }

  /** The texts of a list; none when it is left out. */
  public List<String> texts(String member) {
    return value(member).valueStream().map(JsonNode::stringValue).toList();
  }

  /** A structure that may be left out. */
  public Optional<Input> structure(String member) {
    return Optional.of(value(member))
        .filter(JsonNode::isObject)
        .map(value -> new Input(operation, value));
  }

  /** The structures of a list; none when it is left out. */
  public List<Input> structures(String member) {
    return value(member).valueStream().map(value -> new Input(operation, value)).toList();
  }

  /** Bytes that were spooled when the request was read. */
  public SpooledBytes bytes(String member) {
    if (value(member) instanceof POJONode pojo && pojo.getPojo() instanceof SpooledBytes bytes) {
      return bytes;
    }
    throw new IllegalStateException("the model has no bytes in " + member);
  }

  /**
   * Parses a text that the model's patterns let through but the type refuses.
   *
   * @throws Violation with the rule of the type
   */
  public <T> T parse(String member, String text, Function<String, T> type) {
    try {
      return type.apply(text);
    } catch (IllegalArgumentException e) {
      throw violation(member, String.valueOf(e.getMessage()));
    }
  }

  /** A rule of the operation that the model does not state, worded as a constraint. */
  public Violation violation(String member, String constraint) {
    return Violation.of(operation.violationCode(), member, constraint);
  }

  /** A rule of the operation with words of its own. */
  public Violation violation(String message) {
    return new Violation(operation.violationCode(), message);
  }

  private JsonNode value(String member) {
    JsonNode value = node.path(member);
    return value.isNull() ? node.path("") : value;
  }
}
