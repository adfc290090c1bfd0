package dev.berth.iam.token;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys that seal: the first one does, all of them open, so that they can rotate.
 *
 * @param keys at least one, newest first
 */
public record KeyRing(List<Key> keys) {
  private static final int KEY_BYTES = 32;

  /**
   * One key. It never shows itself.
   *
   * @param id 1 to 64 letters, digits, hyphens and underscores; stands in front of all that the key
   *     sealed
   * @param secret of AES-256
   */
  public record Key(String id, SecretKey secret) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    public Key {
      if (!ID.matcher(id).matches()) {
        throw new IllegalArgumentException("not the id of a sealing key: " + id);
      }
    }

    /** A key of 32 bytes. */
    public static Key of(String id, byte[] secret) {
      if (secret.length != KEY_BYTES) {
        throw new IllegalArgumentException("a sealing key has 32 bytes, not " + secret.length);
      }
      return new Key(id, new SecretKeySpec(secret, "AES"));
    }

    byte[] idBytes() {
      return id.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
      return "Key[" + id + "]";
    }
  }

  public KeyRing {
    keys = List.copyOf(keys);
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("a ring has at least one key");
    }
  }

  Key newest() {
    return keys.getFirst();
  }

  Optional<Key> find(String id) {
    return keys.stream().filter(key -> key.id().equals(id)).findFirst();
  }
}
