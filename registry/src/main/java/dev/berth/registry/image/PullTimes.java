package dev.berth.registry.image;

import dev.berth.metadata.Database;
import dev.berth.model.Image;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down when images were pulled, without a pull waiting for it: what is pulled while one
 * batch is being written makes the next. A process that is killed forgets the last moment's pulls;
 * that is all they are worth.
 *
 * <p>The lock guards {@code pending} and {@code writing}, and is not held while the database
 * writes.
 */
final class PullTimes implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PullTimes.class);
  private static final int MAX_PENDING = 10_000;

  private final Database database;
  private final Duration every;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idle = lock.newCondition();
  private Map<Long, Instant> pending = new HashMap<>();
  private boolean writing;

  /**
   * @param every a pull so soon after the recorded one is not recorded
   */
  PullTimes(Database database, Duration every) {
    this.database = database;
    this.every = every;
  }

  /** Notes a pull; when too many wait already, forgets it. */
  void record(Image image, Instant now) {
    if (image.lastPulledAt().filter(last -> last.isAfter(now.minus(every))).isPresent()) {
      return;
    }
    lock.lock();
    try {
      if (pending.size() >= MAX_PENDING) {
        return;
      }
      pending.putIfAbsent(image.id(), now);
      if (!writing) {
        writing = true;
        Thread.ofVirtual().name("pull-times").start(this::writeAll);
      }
    } finally {
      lock.unlock();
    }
  }

  private void writeAll() {
    for (Map<Long, Instant> batch = take(); !batch.isEmpty(); batch = take()) {
      write(batch);
    }
  }

  private Map<Long, Instant> take() {
    lock.lock();
    try {
      Map<Long, Instant> batch = pending;
      pending = new HashMap<>();
      if (batch.isEmpty()) {
        writing = false;
        idle.signalAll();
      }
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private void write(Map<Long, Instant> batch) {
    try {
      database.write(
          tx -> {
            batch.forEach(tx.images()::recordPull);
            return batch;
          });
    } catch (RuntimeException e) {
      LOG.warn("the times of {} pulls were not recorded", batch.size(), e);
    }
  }

  /** Returns when everything that was noted is written. */
  @Override
  public void close() {
    lock.lock();
    try {
      while (writing) {
        idle.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }
}
