package dev.berth.testkit.metadata;

import dev.berth.metadata.Database;
import dev.berth.model.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What the rules have in common: a database to hold them against. */
interface MetadataRules {
  Database database();

  boolean waitsForAnother(Thread writing);

  default GivenRows given() {
    return new GivenRows(database());
  }

  /**
   * All pages of a list, read with a limit of {@code limit}, with {@code between} run after each.
   */
  static <T, K> List<T> all(
      int limit, Function<Page.Request<K>, Page<T, K>> list, Runnable between) {
    List<T> all = new ArrayList<>();
    Optional<K> after = Optional.empty();
    do {
      Page<T, K> page = list.apply(new Page.Request<>(after, limit));
      all.addAll(page.items());
      after = page.next();
      between.run();
    } while (after.isPresent());
    return all;
  }

  static <T, K> List<T> all(int limit, Function<Page.Request<K>, Page<T, K>> list) {
    return all(limit, list, () -> {});
  }
}
