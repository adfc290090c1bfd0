package dev.berth.metadata;

import java.util.Collection;
import java.util.function.Function;

/**
 * What the two engines spell or do differently. Used inside table classes only.
 *
 * <p>PostgreSQL runs writers beside each other at repeatable read; SQLite runs them one after the
 * other.
 */
enum Dialect {
  SQLITE,
  POSTGRESQL;

  /** A statement that the engines spell differently, composed once for each. */
  record Sql(String sqlite, String postgresql) {
    String in(Dialect dialect) {
      return dialect == SQLITE ? sqlite : postgresql;
    }
  }

  static Sql sql(Function<Dialect, String> statement) {
    return new Sql(statement.apply(SQLITE), statement.apply(POSTGRESQL));
  }

  /**
   * Whether another writer may run beside this one. Then a row is locked by updating it with what
   * it holds: whoever else wanted it is rerun on a fresh snapshot, where waiting for a plain lock
   * would go on with an old one.
   */
  boolean writersOverlap() {
    return this == POSTGRESQL;
  }

  /** A subquery for the texts of the list that is bound to {@code parameter}, see {@link #list}. */
  String texts(String parameter) {
    return this == SQLITE
        ? "select value from json_each(:%s)".formatted(parameter)
        : "select value from jsonb_array_elements_text(cast(:%s as jsonb))".formatted(parameter);
  }

  /**
   * A subquery for the integers of the list that is bound to {@code parameter}, see {@link #list}.
   */
  String integers(String parameter) {
    return this == SQLITE
        ? "select value from json_each(:%s)".formatted(parameter)
        : "select cast(value as bigint) as value from jsonb_array_elements_text(cast(:%s as jsonb))"
            .formatted(parameter);
  }

  /**
   * A list as one parameter, so that a statement has one text however long the list is. A text with
   * a control character is left out: no column holds one, and PostgreSQL refuses some of them.
   */
  static String list(Collection<?> values) {
    StringBuilder json = new StringBuilder("[");
    for (Object value : values) {
      String text = value.toString();
      if (text.chars().anyMatch(Character::isISOControl)) {
        continue;
      }
      json.append(json.length() == 1 ? "" : ",");
      if (value instanceof Number) {
        json.append(text);
      } else {
        json.append('"').append(text.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
      }
    }
    return json.append(']').toString();
  }
}
