package dev.berth.metadata;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The few platform threads that read a SQLite file, each on a connection of its own: a call into
 * SQLite holds its carrier, so virtual threads leave it to these.
 */
final class ReadThreads implements AutoCloseable {
  private static final int MAY_WAIT = 4096;
  private static final long PATIENCE_SECONDS = 10;

  private final Opening opening;
  private final BlockingQueue<Pending<?>> queue = new ArrayBlockingQueue<>(MAY_WAIT);
  private final Pending<?> end = new Pending<>(_ -> "end");
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean closed;

  /** How a thread comes to its connection, at its first work. */
  @FunctionalInterface
  interface Opening {
    SqliteConnection open() throws SQLException;
  }

  ReadThreads(int count, Opening opening) {
    this.opening = opening;
    for (int i = 0; i < count; i++) {
      threads.add(Thread.ofPlatform().name("metadata-reader-" + i).daemon().start(this::work));
    }
  }

  ReadThreads(int count, Path file) {
    this(count, () -> SqliteConnection.reading(file));
  }

  <R extends @Nullable Object> R read(Function<Transaction, R> work) {
    if (closed) {
      throw new DatabaseUnavailable("the database is closed");
    }
    if (threads.contains(Thread.currentThread())) {
      throw new IllegalStateException("a read inside a read could wait for itself");
    }
    Pending<R> pending = new Pending<>(work);
    try {
      if (!queue.offer(pending, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new DatabaseUnavailable("%d reads are waiting already".formatted(MAY_WAIT));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new DatabaseUnavailable("interrupted while waiting for the database");
    }
    return pending.await(threads.getLast());
  }

  private void work() {
    @Nullable SqliteConnection connection = null;
    try {
      while (true) {
        Pending<?> pending = next();
        if (pending == end) {
          return;
        }
        if (pending.take()) {
          try {
            if (connection == null) {
              connection = opening.open();
            }
            read(connection, pending);
          } catch (SQLException failure) {
            pending.fail(notRead(failure));
          }
          pending.complete();
        }
      }
    } finally {
      close(connection);
    }
  }

  private static void read(SqliteConnection connection, Pending<?> pending) throws SQLException {
    connection.beginRead();
    try {
      if (!pending.run(connection.transaction())) {
        connection.storesFault().ifPresent(fault -> pending.fail(notRead(fault)));
      }
    } finally {
      connection.rollback();
    }
  }

  private static DatabaseUnavailable notRead(SQLException failure) {
    return new DatabaseUnavailable("the database cannot be read", failure);
  }

  private static void close(@Nullable SqliteConnection connection) {
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException failure) {
        throw new DatabaseUnavailable("the database could not be closed", failure);
      }
    }
  }

  private Pending<?> next() {
    while (true) {
      try {
        return queue.take();
      } catch (InterruptedException _) {
        // nobody interrupts these threads: each ends when it finds an end in the queue
      }
    }
  }

  /** Finishes what waits, then closes the connections. Later reads are refused. */
  @Override
  public void close() {
    closed = true;
    boolean interrupted = false;
    int asked = 0;
    while (threads.stream().anyMatch(Thread::isAlive)) {
      try {
        if (asked < threads.size()) {
          asked += queue.offer(end, 1, TimeUnit.SECONDS) ? 1 : 0;
        } else {
          for (Thread thread : threads) {
            thread.join();
          }
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
