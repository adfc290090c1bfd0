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
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down pulls without a pull waiting for it: those of a while are counted in memory and
 * written together, one event for each image, and the time of its last pull with it. A process that
 * is killed forgets the pulls of the last while, and only those; a pull changes nothing that an
 * event could be part of.
 *
 * <p>The lock guards the fields below it, and is not held while the database writes.
 */
final class Pulls implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Pulls.class);

  /** Images counted at once; the pulls of others are forgotten until these are written. */
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

  /**
   * The pulls of one image.
   *
   * @param recorded what becomes the time of its last pull; empty when that stays
   */
  private record Tally(Image image, long pulls, Instant last, Optional<Instant> recorded) {
    Tally and(Tally later) {
      return new Tally(
          later.image, pulls + later.pulls, later.last, later.recorded.or(() -> recorded));
    }
  }

  /**
   * @param every how long pulls are counted before they are written
   */
  Pulls(Database database, Duration every) {
    this.database = database;
    this.every = every;
  }

  /**
   * Counts a pull and returns at once.
   *
   * @param recorded what becomes the time of the image's last pull; empty when that stays
   */
  void record(Image image, Instant now, Optional<Instant> recorded) {
    lock.lock();
    try {
      if (tallies.size() >= MOST_IMAGES && !tallies.containsKey(image.id())) {
        return;
      }
      tallies.merge(image.id(), new Tally(image, 1, now, recorded), Tally::and);
      if (!running) {
        running = true;
        Thread.ofVirtual().name("pulls").start(this::writeAll);
      }
    } finally {
      lock.unlock();
    }
  }

  private void writeAll() {
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
            batch.forEach(tally -> write(tx, tally));
            return batch;
          });
    } catch (RuntimeException e) {
      // The pulls are long over, so nobody is left to refuse: a disk that is full or a database
      // that is away costs these few, and must not end the thread that counts the next.
      LOG.warn("the pulls of {} images were not written", batch.size(), e);
    }
  }

  private static void write(Transaction tx, Tally tally) {
    tally.recorded().ifPresent(at -> tx.images().recordPull(tally.image().id(), at));
    tx.repositories()
        .address(tally.image().repositoryId())
        .map(
            repository ->
                BerthEvents.pulled(repository, tally.image().digest(), tally.pulls(), tally.last()))
        .ifPresent(tx.outbox()::append);
  }

  /** Returns when everything that was counted is written. */
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
