package dev.berth.registry.upload;

import dev.berth.model.BlobKey;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * Makes the keys under which bytes are stored: each once, of the UTC day and 128 random bits
 * (invariant I2).
 */
public final class BlobKeys {
  private static final int RANDOM_BYTES = 16;

  private final InstantSource clock;
  private final RandomGenerator random;

  /**
   * @param clock which day it is
   * @param random secure outside of tests: keys must not be guessed or repeated
   */
  public BlobKeys(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /** A key that was never given out. */
  public BlobKey next() {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return new BlobKey(
        LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toString(),
        HexFormat.of().formatHex(bytes));
  }
}
