package dev.berth.blob.file;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The platform threads that call the file system and hash. Callers are virtual threads: a file call
 * of their own would hold their carrier, and with it every other virtual thread that waits for one.
 *
 * <p>No task may wait for another one, so any number of threads is enough for progress. What is
 * handed over after {@link #close} runs on the caller's thread, so that writers that are open then
 * come to their end.
 */
final class Workers implements AutoCloseable {
  private static final int IDLE_SECONDS = 60;
  private static final int CLOSE_SECONDS = 60;

  /**
   * Unbounded, but each caller has at most a few tasks in it: the number of callers is bounded
   * where they connect.
   */
  private final ThreadPoolExecutor pool;

  Workers(int threads) {
    pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("blob-", 0).factory(),
            (task, _) -> task.run());
    pool.allowCoreThreadTimeOut(true);
  }

  /** Tasks that run now. */
  int running() {
    return pool.getActiveCount();
  }

  /** Tasks that wait for a thread. */
  int waiting() {
    return pool.getQueue().size();
  }

  /** A task without a result. */
  interface Chore {
    void run() throws IOException;
  }

  /** Starts a task that never throws. */
  void start(Runnable task) {
    pool.execute(task);
  }

  /**
   * Runs a task and waits for its end, also when interrupted: buffers and files are in its hands
   * until then.
   */
  <T> T call(Callable<T> task) throws IOException {
    FutureTask<T> running = new FutureTask<>(task);
    pool.execute(running);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return running.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException failure -> throw failure;
        case RuntimeException failure -> throw failure;
        case null, default -> throw new IOException("a blob task failed", e.getCause());
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** As {@link #call}, without a result. */
  void run(Chore chore) throws IOException {
    call(
        () -> {
          chore.run();
          return true;
        });
  }

  /** Lets the tasks that were handed over end. */
  @Override
  public void close() {
    pool.shutdown();
    try {
      pool.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
