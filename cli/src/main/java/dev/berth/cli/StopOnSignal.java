package dev.berth.cli;

import dev.berth.server.Berth;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * What a signal does to a server, installed before its first request can come: it waits until the
 * start is over, lets what runs end, and leaves with success, because a signal's own exit status
 * would tell a supervisor that the server died. A start that failed keeps its own exit status.
 */
final class StopOnSignal {
  private final Duration drain;
  private final CountDownLatch startOver = new CountDownLatch(1);
  private final AtomicReference<Optional<Berth>> started = new AtomicReference<>(Optional.empty());

  private StopOnSignal(Duration drain) {
    this.drain = drain;
  }

  /** From now on signals go through here. */
  static StopOnSignal install(Duration drain) {
    StopOnSignal stop = new StopOnSignal(drain);
    Runtime.getRuntime().addShutdownHook(new Thread(stop::run, "stop"));
    return stop;
  }

  /** Starts the server that a signal is to stop. */
  Berth whenStarted(Supplier<Berth> start) {
    try {
      Berth berth = start.get();
      started.set(Optional.of(berth));
      return berth;
    } finally {
      startOver.countDown();
    }
  }

  private void run() {
    try {
      if (!startOver.await(drain.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return;
    }
    started
        .get()
        .ifPresent(
            berth -> {
              berth.stop(drain);
              Runtime.getRuntime().halt(0);
            });
  }
}
