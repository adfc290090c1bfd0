package dev.berth.metadata;

import dev.berth.model.Page;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Pages by keyset: a statement reads one row more than asked for, and that row only says that there
 * are more.
 */
final class Keyset {
  private Keyset() {}

  /** The limit to bind for a page of {@code request}. */
  static long limit(Page.Request<?> request) {
    return request.limit() + 1L;
  }

  /** The page that {@code rows}, read with {@link #limit}, make. */
  static <T, K> Page<T, K> page(List<T> rows, Page.Request<K> request, Function<T, K> key) {
    if (rows.size() <= request.limit()) {
      return new Page<>(rows, Optional.empty());
    }
    List<T> items = rows.subList(0, request.limit());
    return new Page<>(items, Optional.of(key.apply(items.getLast())));
  }
}
