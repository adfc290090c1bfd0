package dev.berth.metadata;

import java.util.concurrent.atomic.LongAdder;

/** How often what was remembered under a {@link Topic} could be given again. */
public final class RememberedReads {
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();

  void hit() {
    hits.increment();
  }

  void missed() {
    misses.increment();
  }

  /** Reads that were answered from memory. */
  public long hits() {
    return hits.sum();
  }

  /** Reads that the database was asked. */
  public long misses() {
    return misses.sum();
  }
}
