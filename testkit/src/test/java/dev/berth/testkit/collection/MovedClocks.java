package dev.berth.testkit.collection;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** The clocks of this machine, moved by a test: together as time does, or apart as a jump does. */
final class MovedClocks implements InstantSource {
  private final AtomicLong both = new AtomicLong();
  private final AtomicLong wall = new AtomicLong();

  @Override
  public Instant instant() {
    return Instant.now().plusNanos(both.get() + wall.get());
  }

  long nanos() {
    return System.nanoTime() + both.get();
  }

  /** Time passes, for both at once. */
  void pass(Duration by) {
    both.addAndGet(by.toNanos());
  }

  /** The wall clock is set to another time. */
  void jump(Duration by) {
    wall.addAndGet(by.toNanos());
  }
}
