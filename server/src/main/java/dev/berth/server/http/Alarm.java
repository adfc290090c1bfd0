package dev.berth.server.http;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Rings on the event loop when a wait may have taken too long. It is set for the first wait and
 * goes on through those that follow; whoever is rung looks at the deadline, and sets it again. So a
 * wait neither starts nor stops a timer: a virtual thread that parks with a time of its own costs
 * two more changes of thread for each wait, to start its timer and to stop it.
 */
final class Alarm {
  private final EventExecutor loop;
  private final Runnable ring;

  /** Guarded by this. */
  private @Nullable Future<?> timer;

  private long due;

  /**
   * @param ring run on the event loop
   */
  Alarm(EventExecutor loop, Runnable ring) {
    this.loop = loop;
    this.ring = ring;
  }

  /** Rings after so long at the latest. */
  synchronized void within(long nanos) {
    long when = System.nanoTime() + nanos;
    if (timer != null) {
      if (due - when <= 0) {
        return;
      }
      timer.cancel(false);
    }
    due = when;
    timer = loop.schedule(this::fire, nanos, TimeUnit.NANOSECONDS);
  }

  /** Rings no more. */
  synchronized void off() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  private void fire() {
    synchronized (this) {
      timer = null;
    }
    ring.run();
  }
}
