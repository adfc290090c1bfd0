package dev.berth.metadata;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How often each {@link Topic} has changed, in a database that only this process writes to. Two
 * counts: one is raised before a commit, the other after it. While they differ, nobody can tell
 * which state a read will see.
 *
 * <p>What was read after {@link #settled} gave a number is what a read would see now, for as long
 * as {@link #isStill} holds: no commit has begun since.
 */
final class Changes {
  private final Map<Topic, Counts> counts = new EnumMap<>(Topic.class);

  private record Counts(AtomicLong begun, AtomicLong ended) {}

  Changes() {
    for (Topic topic : Topic.values()) {
      counts.put(topic, new Counts(new AtomicLong(), new AtomicLong()));
    }
  }

  /** A commit that may change these topics is about to begin; by one writer at a time. */
  void begin(Set<Topic> topics) {
    topics.forEach(topic -> of(topic).begun().incrementAndGet());
  }

  /** It is over, whatever came of it; before the writer is answered. */
  void end(Set<Topic> topics) {
    topics.forEach(topic -> of(topic).ended().incrementAndGet());
  }

  /** The number of the state that a read from now on sees; empty while a commit is under way. */
  OptionalLong settled(Topic topic) {
    long over = of(topic).ended().get();
    return isStill(topic, over) ? OptionalLong.of(over) : OptionalLong.empty();
  }

  boolean isStill(Topic topic, long version) {
    return of(topic).begun().get() == version;
  }

  private Counts of(Topic topic) {
    return Objects.requireNonNull(counts.get(topic));
  }
}
