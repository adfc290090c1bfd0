package dev.berth.testkit.disk;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** The time of this machine, moved on by a test; both of its clocks go together. */
public final class MovedClock implements InstantSource {
  private final AtomicLong ahead = new AtomicLong();

  @Override
  public Instant instant() {
    return Instant.now().plusNanos(ahead.get());
  }

  public long nanos() {
    return System.nanoTime() + ahead.get();
  }

  public void advance(Duration by) {
    ahead.addAndGet(by.toNanos());
  }
}
