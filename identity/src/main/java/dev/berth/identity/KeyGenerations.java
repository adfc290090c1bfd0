package dev.berth.identity;

import dev.berth.metadata.Transaction;
import java.nio.ByteBuffer;

/**
 * Numbers the secrets of access keys. No number is ever given out twice, not even to a key that was
 * removed and came back: registry tokens of the old one stay dead.
 */
final class KeyGenerations {
  private static final String LAST = "access-key-generation";

  private KeyGenerations() {}

  static long next(Transaction transaction) {
    long last =
        transaction.settings().find(LAST).map(bytes -> ByteBuffer.wrap(bytes).getLong()).orElse(0L);
    byte[] next = ByteBuffer.allocate(Long.BYTES).putLong(last + 1).array();
    transaction.settings().put(LAST, next);
    return last + 1;
  }
}
