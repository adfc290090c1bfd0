package dev.berth.metadata;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;

/**
 * What a read gave, kept for as long as a read would give it again, see {@link Database#remember}.
 * Safe for many threads; what was not found is not kept.
 *
 * @param <K> what is asked for, with {@code equals}
 * @param <V> what is found, immutable
 */
public final class Remembered<K, V> {
  private final Database database;
  private final Optional<Changes> changes;
  private final Topic topic;
  private final BiFunction<Transaction, K, Optional<V>> read;
  private final Cache<K, Kept<V>> kept;
  private final RememberedReads reads;

  private record Kept<V>(long version, V value) {}

  /**
   * How much is kept.
   *
   * @param most the sum of all weights
   * @param weight of one value, from 1 on
   */
  public record Bound<V>(long most, ToIntFunction<V> weight) {

    /** So many values. */
    public static <V> Bound<V> values(int most) {
      return new Bound<>(most, _ -> 1);
    }
  }

  Remembered(
      Database database,
      Optional<Changes> changes,
      Topic topic,
      Bound<V> bound,
      BiFunction<Transaction, K, Optional<V>> read) {
    this.database = database;
    this.changes = changes;
    this.topic = topic;
    this.read = read;
    this.reads = database.reads(topic);
    this.kept =
        Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumWeight(bound.most())
            .<K, Kept<V>>weigher((_, entry) -> bound.weight().applyAsInt(entry.value()))
            .build();
  }

  /**
   * What a read gives now; what the function of the read throws goes to the caller.
   *
   * @throws IllegalStateException when the read looks at a table that its topic does not have
   */
  public Optional<V> of(K key) {
    if (changes.isEmpty()) {
      return database.read(transaction -> read.apply(transaction, key));
    }
    Kept<V> last = kept.getIfPresent(key);
    if (last != null && changes.get().isStill(topic, last.version())) {
      reads.hit();
      return Optional.of(last.value());
    }
    reads.missed();
    return readAnew(key, changes.get());
  }

  /** How many values are kept now, those included that a write has ended since. */
  public long size() {
    kept.cleanUp();
    return kept.estimatedSize();
  }

  // The version is taken before the read begins: a change that the read did not see ends it.
  private Optional<V> readAnew(K key, Changes current) {
    OptionalLong version = current.settled(topic);
    Optional<V> found =
        database.read(
            transaction -> {
              Optional<V> value = read.apply(transaction, key);
              transaction.requireWithin(topic);
              return value;
            });
    if (version.isPresent() && found.isPresent()) {
      kept.put(key, new Kept<>(version.getAsLong(), found.get()));
    }
    return found;
  }
}
