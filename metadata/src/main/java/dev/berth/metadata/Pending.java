package dev.berth.metadata;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A piece of work that one thread waits for while another runs it, perhaps more than once. The last
 * outcome before {@link #complete} is the one that the waiting thread sees.
 */
final class Pending<R extends @Nullable Object> {
  private static final long LOOK_AT_WORKER_SECONDS = 1;

  private enum State {
    WAITING,
    TAKEN,
    WITHDRAWN
  }

  private sealed interface Outcome<R extends @Nullable Object> {
    record Returned<R extends @Nullable Object>(R value) implements Outcome<R> {}

    record Thrown<R extends @Nullable Object>(Throwable failure) implements Outcome<R> {}
  }

  private final Function<Transaction, R> work;
  private final boolean synced;
  private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
  private final CountDownLatch completed = new CountDownLatch(1);
  private volatile @Nullable Outcome<R> outcome;

  Pending(Function<Transaction, R> work) {
    this(work, true);
  }

  /**
   * @param synced whether it must outlive a loss of power once it is complete
   */
  Pending(Function<Transaction, R> work, boolean synced) {
    this.work = work;
    this.synced = synced;
  }

  boolean isSynced() {
    return synced;
  }

  /** Called once by the worker: false when the caller has gone away, and the work must not run. */
  boolean take() {
    return state.compareAndSet(State.WAITING, State.TAKEN);
  }

  /** Runs the work, keeps what it returned or threw, and says whether it returned. */
  boolean run(Transaction transaction) {
    try {
      outcome = new Outcome.Returned<>(work.apply(transaction));
      return true;
    } catch (Throwable failure) { // whatever it is, it is the caller's: the worker's thread goes on
      outcome = new Outcome.Thrown<>(failure);
      return false;
    }
  }

  /** Makes {@code failure} the outcome. */
  void fail(Throwable failure) {
    outcome = new Outcome.Thrown<>(failure);
  }

  /** Lets the caller go on with the last outcome. */
  void complete() {
    completed.countDown();
  }

  /**
   * Waits for the outcome. An interrupt withdraws work that has not begun; work that has is waited
   * for.
   */
  R await(Thread worker) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          if (completed.await(LOOK_AT_WORKER_SECONDS, TimeUnit.SECONDS)) {
            return result();
          }
          if (!worker.isAlive() && completed.getCount() > 0) {
            throw new DatabaseUnavailable("the database is closed");
          }
        } catch (InterruptedException _) {
          interrupted = true;
          if (state.compareAndSet(State.WAITING, State.WITHDRAWN)) {
            throw new DatabaseUnavailable("interrupted while waiting for the database");
          }
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private R result() {
    return switch (outcome) {
      case Outcome.Returned<R>(R value) -> value;
      case Outcome.Thrown<R>(Throwable failure) -> throw rethrown(failure);
      case null -> throw new IllegalStateException("completed without an outcome");
    };
  }

  private static RuntimeException rethrown(Throwable failure) {
    showCaller(failure);
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException refusal) {
      return refusal;
    }
    return new IllegalStateException(failure);
  }

  /**
   * Replaces the worker's frames below the work by the caller's, as if the caller had run it: that
   * is what a reader looks for.
   */
  private static void showCaller(Throwable failure) {
    StackTraceElement[] frames = failure.getStackTrace();
    for (int i = 0; i < frames.length; i++) {
      if (frames[i].getClassName().equals(Pending.class.getName())) {
        Stream<StackTraceElement> caller =
            Arrays.stream(Thread.currentThread().getStackTrace())
                .dropWhile(frame -> !frame.getClassName().equals(Pending.class.getName()))
                .dropWhile(frame -> frame.getClassName().equals(Pending.class.getName()));
        failure.setStackTrace(
            Stream.concat(Arrays.stream(frames, 0, i), caller).toArray(StackTraceElement[]::new));
        return;
      }
    }
  }
}
