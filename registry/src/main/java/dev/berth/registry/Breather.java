package dev.berth.registry;

import java.util.function.Supplier;

/**
 * Gives clients their turn between the writes of a job: many in a row would hold the one writer,
 * and a processor, for seconds.
 */
public interface Breather {
  /** Goes on at once. */
  Breather NONE =
      new Breather() {
        @Override
        public <R> R write(Supplier<R> write) {
          return write.get();
        }
      };

  /** Does a write of a job, and returns when the next one may come. */
  <R> R write(Supplier<R> write);
}
