package dev.berth.wire.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Header fields in the order of their arrival. Names are compared without case; several fields of
 * one name stay apart, as signatures need them (SigV4, canonical headers).
 */
public final class Headers {

  /** No fields. */
  public static final Headers NONE = new Headers(List.of());

  private final List<Field> fields;

  /**
   * One field.
   *
   * @param name as received or to be sent
   * @param value without surrounding white space
   */
  public record Field(String name, String value) {}

  private Headers(List<Field> fields) {
    this.fields = fields;
  }

  /** These fields in this order. */
  public static Headers of(List<Field> fields) {
    return fields.isEmpty() ? NONE : new Headers(List.copyOf(fields));
  }

  /** One field. */
  public static Headers of(String name, String value) {
    return new Headers(List.of(new Field(name, value)));
  }

  /** These and one more at the end. */
  public Headers with(String name, String value) {
    List<Field> more = new ArrayList<>(fields.size() + 1);
    more.addAll(fields);
    more.add(new Field(name, value));
    return new Headers(List.copyOf(more));
  }

  /** The value of the first field of that name. */
  public Optional<String> first(String name) {
    for (Field field : fields) {
      if (field.name().equalsIgnoreCase(name)) {
        return Optional.of(field.value());
      }
    }
    return Optional.empty();
  }

  /** The values of all fields of that name, in order. */
  public List<String> all(String name) {
    return fields.stream()
        .filter(field -> field.name().equalsIgnoreCase(name))
        .map(Field::value)
        .toList();
  }

  /** Every field, in order. */
  public List<Field> fields() {
    return fields;
  }

  /** Names only: values may be secrets. */
  @Override
  public String toString() {
    return fields.stream().map(field -> field.name().toLowerCase(Locale.ROOT)).toList().toString();
  }
}
