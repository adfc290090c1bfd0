package dev.berth.model;

import java.util.Arrays;

/**
 * A secret encrypted under the master key and bound to its row by associated data.
 *
 * @param ciphertext nonce, ciphertext and authentication tag
 */
@SuppressWarnings("ArrayRecordComponent") // written once, compared by content below
public record SealedSecret(byte[] ciphertext) {
  @Override
  public boolean equals(Object other) {
    return other instanceof SealedSecret that && Arrays.equals(ciphertext, that.ciphertext);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(ciphertext);
  }

  @Override
  public String toString() {
    return "SealedSecret[%d bytes]".formatted(ciphertext.length);
  }
}
