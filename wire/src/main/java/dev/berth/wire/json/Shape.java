package dev.berth.wire.json;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A type of a service's model with its constraints (Smithy 1, constraint traits, as botocore writes
 * them).
 */
public sealed interface Shape {

  /**
   * A string.
   *
   * @param length in characters
   * @param pattern the whole text has to match, when there is one
   * @param allowed the only texts; empty when any will do
   */
  record Text(Bounds length, Optional<Pattern> pattern, List<String> allowed) implements Shape {}

  /** An integer or a long. */
  record WholeNumber(Bounds value) implements Shape {}

  /** A double. */
  record Fraction() implements Shape {}

  /** {@code true} or {@code false}. */
  record Flag() implements Shape {}

  /** Seconds since the epoch as a number. */
  record Timestamp() implements Shape {}

  /**
   * Bytes, in base64.
   *
   * @param length in bytes once decoded
   */
  record Bytes(Bounds length) implements Shape {}

  /** A list of one type. */
  record ListOf(Shape item, Bounds length) implements Shape {}

  /** An object with names of the client's choice. */
  record MapOf(Shape key, Shape value) implements Shape {}

  /** An object with members of the model's choice. */
  record Structure(Map<String, Member> members) implements Shape {
    /** No members: the input of operations that take nothing. */
    static final Structure EMPTY = new Structure(Map.of());
  }

  /** A member of a structure. */
  record Member(Shape shape, boolean required) {}

  /**
   * The least and the most that something may be; {@link Long#MIN_VALUE} and {@link Long#MAX_VALUE}
   * where the model says nothing.
   */
  record Bounds(long least, long most) {}
}
