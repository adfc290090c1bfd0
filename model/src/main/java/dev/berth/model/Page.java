package dev.berth.model;

import java.util.List;
import java.util.Optional;

/**
 * A part of a list in a stable order.
 *
 * @param items in order, at most as many as were asked for
 * @param next the key of the last item when more follow: the next page starts after it; empty on
 *     the last page
 * @param <T> what is listed
 * @param <K> what the list is ordered by
 */
public record Page<T, K>(List<T> items, Optional<K> next) {
  public Page {
    items = List.copyOf(items);
  }

  /**
   * Where a page starts and how long it may be.
   *
   * @param after the key of the last item already seen; empty from the start
   * @param limit at most this many items, at least 1
   */
  public record Request<K>(Optional<K> after, int limit) {
    public Request {
      if (limit < 1) {
        throw new IllegalArgumentException("a page has room for at least one item, not " + limit);
      }
    }
  }
}
