package dev.berth.model;

import java.util.Comparator;

/**
 * The place of an event among all. Events become visible in the order of their places, and none
 * ever appears before one that was seen: whoever goes on behind the last place he saw misses
 * nothing.
 *
 * @param transaction of the write, where writes run beside each other; else 0
 * @param id rises with every event
 */
public record EventPosition(long transaction, long id) implements Comparable<EventPosition> {
  /** Before the first event. */
  public static final EventPosition START = new EventPosition(0, 0);

  private static final Comparator<EventPosition> ORDER =
      Comparator.comparingLong(EventPosition::transaction).thenComparingLong(EventPosition::id);

  public EventPosition {
    if (transaction < 0 || id < 0) {
      throw new Malformed("event position", transaction + "." + id, "it is not negative");
    }
  }

  /** Reads what {@link #toString} wrote; anything else is {@link Malformed}. */
  public static EventPosition parse(String text) {
    int dot = text.indexOf('.');
    try {
      return new EventPosition(
          Long.parseLong(text.substring(0, Math.max(dot, 0))),
          Long.parseLong(text.substring(dot + 1)));
    } catch (NumberFormatException _) {
      throw new Malformed("event position", text, "it is two numbers with a dot between them");
    }
  }

  @Override
  public int compareTo(EventPosition other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return transaction + "." + id;
  }
}
