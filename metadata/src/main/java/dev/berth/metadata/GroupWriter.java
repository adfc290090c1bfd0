package dev.berth.metadata;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes to a SQLite file. It takes what waits, runs each piece in a savepoint
 * of one transaction, commits once, and only then lets the callers go on: they share one sync
 * (invariant I1).
 *
 * <p>A piece that throws is rolled back to its savepoint, and its neighbours do not notice. When
 * the transaction as a whole fails, each piece is run again in a transaction of its own, so that
 * the one at fault fails alone.
 */
final class GroupWriter implements AutoCloseable {
  private static final int MAY_WAIT = 1024;
  private static final int GROUP = 128;
  private static final long PATIENCE_SECONDS = 10;

  private final SqliteConnection connection;
  private final Semaphore turn;
  private final BlockingQueue<Pending<?>> queue = new ArrayBlockingQueue<>(MAY_WAIT);
  private final Pending<?> end = new Pending<>(_ -> "end");
  private final Thread thread;
  private volatile boolean closed;

  /** Added to by the writer's thread alone. */
  private final LongAdder writes = new LongAdder();

  private final LongAdder commits = new LongAdder();
  private final LongAdder nanos = new LongAdder();

  /**
   * @param connection used by the writer's thread alone from now on, and closed by it
   * @param turn held during every transaction, and by others that write to the same file
   */
  GroupWriter(SqliteConnection connection, Semaphore turn) {
    this.connection = connection;
    this.turn = turn;
    this.thread = Thread.ofPlatform().name("metadata-writer").daemon().start(this::work);
  }

  <R extends @Nullable Object> R write(Function<Transaction, R> work) {
    return write(new Pending<>(work));
  }

  /** As {@link #write}, without a sync when nobody else in its group needs one. */
  <R extends @Nullable Object> R writeUnsynced(Function<Transaction, R> work) {
    return write(new Pending<>(work, false));
  }

  private <R extends @Nullable Object> R write(Pending<R> pending) {
    if (closed) {
      throw new DatabaseUnavailable("the database is closed");
    }
    if (thread.equals(Thread.currentThread())) {
      throw new IllegalStateException("a write inside a write would wait for itself");
    }
    try {
      if (!queue.offer(pending, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new DatabaseUnavailable("%d writes are waiting already".formatted(MAY_WAIT));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new DatabaseUnavailable("interrupted while waiting for the database");
    }
    return pending.await(thread);
  }

  private void work() {
    try (connection) {
      while (true) {
        List<Pending<?>> group = nextGroup();
        boolean last = group.remove(end);
        group.removeIf(pending -> !pending.take());
        if (!group.isEmpty()) {
          turn.acquireUninterruptibly();
          long start = System.nanoTime();
          try {
            writeTogether(group);
          } finally {
            turn.release();
          }
          nanos.add(System.nanoTime() - start);
          writes.add(group.size());
          commits.increment();
          group.forEach(Pending::complete);
        }
        if (last) {
          return;
        }
      }
    } catch (SQLException failure) {
      throw new DatabaseUnavailable("the database could not be closed", failure);
    }
  }

  private List<Pending<?>> nextGroup() {
    List<Pending<?>> group = new ArrayList<>();
    while (group.isEmpty()) {
      try {
        group.add(queue.take());
      } catch (InterruptedException _) {
        // nobody interrupts this thread: it ends when it finds the end in its queue
      }
    }
    queue.drainTo(group, GROUP - 1);
    return group;
  }

  private void writeTogether(List<Pending<?>> group) {
    try {
      connection.beginWrite(group.stream().anyMatch(Pending::isSynced));
    } catch (SQLException failure) {
      group.forEach(pending -> pending.fail(notStored(failure)));
      return;
    }
    try {
      for (Pending<?> pending : group) {
        connection.savepoint();
        if (pending.run(connection.transaction())) {
          connection.release();
        } else {
          connection.rollbackToSavepoint();
        }
      }
      connection.commit();
    } catch (SQLException failure) {
      rollback(failure);
      group.forEach(this::writeAlone);
    }
  }

  private void writeAlone(Pending<?> pending) {
    boolean refused = false;
    try {
      connection.beginWrite(pending.isSynced());
      refused = !pending.run(connection.transaction());
      if (refused) {
        connection.storesFault().ifPresent(fault -> pending.fail(notStored(fault)));
        connection.rollback();
      } else {
        connection.commit();
      }
    } catch (SQLException failure) {
      rollback(failure);
      if (!refused) {
        pending.fail(notStored(failure));
      }
    }
  }

  private static DatabaseUnavailable notStored(SQLException failure) {
    return PreparedStatements.saysFull(failure)
        ? new DatabaseFull(failure)
        : new DatabaseUnavailable("the write could not be stored", failure);
  }

  private void rollback(SQLException failure) {
    try {
      connection.rollback();
    } catch (SQLException alreadyEnded) {
      failure.addSuppressed(alreadyEnded);
    }
  }

  /** What was done and waits. */
  WriterLoad load() {
    return new WriterLoad(queue.size(), writes.sum(), commits.sum(), nanos.sum());
  }

  /** Finishes what waits, then closes the connection. Later writes are refused. */
  @Override
  public void close() {
    closed = true;
    boolean interrupted = false;
    boolean asked = false;
    while (thread.isAlive()) {
      try {
        asked = asked || queue.offer(end, 1, TimeUnit.SECONDS);
        if (asked) {
          thread.join();
        }
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
