package dev.berth.wire.door;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The memory for request bodies that are read whole (manifests, JSON documents), shared by all
 * requests. Who gets none waits a while and is then refused, so that many large bodies at once are
 * slow instead of fatal (invariant I7).
 */
public final class BodyBudget {
  private static final int UNIT = 1024;

  private final Semaphore units;
  private final Duration patience;

  /**
   * @param bytes for all requests together, rounded up to KiB
   * @param patience how long a request waits for its share
   */
  public BodyBudget(long bytes, Duration patience) {
    this.units = new Semaphore(Math.toIntExact((bytes + UNIT - 1) / UNIT), true);
    this.patience = patience;
  }

  /**
   * Takes a share, waiting for it.
   *
   * @throws Overloaded when none came free in time, or the thread was interrupted
   */
  public Share take(long bytes) {
    int wanted = Math.toIntExact((bytes + UNIT - 1) / UNIT);
    try {
      if (!units.tryAcquire(wanted, patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new Overloaded();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new Overloaded();
    }
    return new Share(wanted);
  }

  /** A part of the budget, given back once. */
  public final class Share implements AutoCloseable {
    private int held;

    private Share(int held) {
      this.held = held;
    }

    @Override
    public void close() {
      units.release(held);
      held = 0;
    }
  }

  /**
   * There was no memory for the body in time; the client should come again: 503 in every protocol.
   */
  public static final class Overloaded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Overloaded() {
      super(
          "The server is receiving more than it has memory for. Try again in a moment.",
          null,
          false,
          false);
    }

    /** What to tell the client. */
    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }
}
