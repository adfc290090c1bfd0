package dev.berth.registry.image;

import dev.berth.metadata.Database;
import dev.berth.metadata.Transaction;
import dev.berth.model.Image;
import dev.berth.registry.event.BerthEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of pulls without a pull waiting for it: the pulls of a while are counted in memory and told
 * together, one event for each image. A process that is killed forgets the pulls of the last while,
 * and only those; a pull changes nothing that an event could be part of.
 *
 * <p>The lock guards the fields below it, and is not held while the database writes.
 */
final class PullEvents implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PullEvents.class);

  /** Images counted at once; the pulls of others are not told until these are. */
  private static final int MOST_IMAGES = 10_000;

  /** Events in one transaction: what a push may have to wait behind. */
  private static final int BATCH = 200;

  private final Database database;
  private final Duration every;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private Map<Long, Tally> tallies = new HashMap<>();
  private boolean running;
  private boolean closing;

  /** The pulls of one image. */
  private record Tally(Image image, long pulls, Instant last) {}

  /**
   * @param every how long pulls are counted before they are told
   */
  PullEvents(Database database, Duration every) {
    this.database = database;
    this.every = every;
  }

  /** Counts a pull and returns at once. */
  void record(Image image, Instant now) {
    lock.lock();
    try {
      if (tallies.size() >= MOST_IMAGES && !tallies.containsKey(image.id())) {
        return;
      }
      tallies.merge(
          image.id(),
          new Tally(image, 1, now),
          (before, one) -> new Tally(image, before.pulls() + one.pulls(), now));
      if (!running) {
        running = true;
        Thread.ofVirtual().name("pull-events").start(this::tellAll);
      }
    } finally {
      lock.unlock();
    }
  }

  private void tellAll() {
    for (List<Tally> batch = take(); !batch.isEmpty(); batch = take()) {
      for (int from = 0; from < batch.size(); from += BATCH) {
        write(batch.subList(from, Math.min(from + BATCH, batch.size())));
      }
    }
  }

  /** Waits a while and takes what was counted; empty, and no longer running, when that is none. */
  private List<Tally> take() {
    lock.lock();
    try {
      long left = every.toNanos();
      while (left > 0 && !closing && !tallies.isEmpty()) {
        left = changed.awaitNanos(left);
      }
      Map<Long, Tally> taken = tallies;
      tallies = new HashMap<>();
      if (taken.isEmpty()) {
        running = false;
        changed.signalAll();
      }
      return new ArrayList<>(taken.values());
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts this thread", e);
    } finally {
      lock.unlock();
    }
  }

  private void write(List<Tally> batch) {
    try {
      database.write(
          tx -> {
            batch.forEach(tally -> append(tx, tally));
            return batch;
          });
    } catch (RuntimeException e) {
      LOG.warn("the pulls of {} images were not told", batch.size(), e);
    }
  }

  private static void append(Transaction tx, Tally tally) {
    tx.repositories()
        .address(tally.image().repositoryId())
        .map(
            repository ->
                BerthEvents.pulled(repository, tally.image().digest(), tally.pulls(), tally.last()))
        .ifPresent(tx.outbox()::append);
  }

  /** Returns when everything that was counted is told. */
  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      changed.signalAll();
      while (running) {
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }
}
