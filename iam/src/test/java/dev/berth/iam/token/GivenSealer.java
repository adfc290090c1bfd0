package dev.berth.iam.token;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Sealers with known keys. */
final class GivenSealer {
  private GivenSealer() {}

  static Sealer withKeys(String... newestFirst) {
    KeyRing ring = new KeyRing(Stream.of(newestFirst).map(GivenSealer::key).toList());
    return new Sealer(() -> ring, new SecureRandom());
  }

  /** A key whose bytes follow from its id. */
  static KeyRing.Key key(String id) {
    byte[] secret = new byte[32];
    Arrays.fill(secret, (byte) id.hashCode());
    return KeyRing.Key.of(id, secret);
  }

  /** Every text that differs from this one in one bit of one character. */
  static List<String> bitFlips(String text) {
    return IntStream.range(0, text.length() * 7)
        .mapToObj(
            bit -> {
              char[] letters = text.toCharArray();
              letters[bit / 7] ^= (char) (1 << bit % 7);
              return new String(letters);
            })
        .toList();
  }
}
