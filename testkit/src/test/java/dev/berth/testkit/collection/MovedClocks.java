package dev.berth.testkit.collection;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** The clocks of this machine, moved by a test: together as time does, or apart as a jump does. */
final class MovedClocks implements InstantSource {
  private final AtomicLong wall = new AtomicLong();
  private final AtomicLong monotonic = new AtomicLong();

  @Override
  public Instant instant() {
    return Instant.now().plusNanos(wall.get());
  }

  long nanos() {
    return System.nanoTime() + monotonic.get();
  }

  /** Time passes. */
  void pass(Duration by) {
    wall.addAndGet(by.toNanos());
    monotonic.addAndGet(by.toNanos());
  }

  /** The wall clock is set to another time. */
  void jump(Duration by) {
    wall.addAndGet(by.toNanos());
  }
}
