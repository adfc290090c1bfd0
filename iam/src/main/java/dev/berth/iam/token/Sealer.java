package dev.berth.iam.token;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;

/**
 * Seals bytes so that only this server can make or read them: AES-256-GCM under the newest key of a
 * ring (DESIGN section 6, threat T4). Layout before base64url without padding: version, length of
 * the key's id, id, nonce of 12 random bytes, ciphertext and tag. Version, id, purpose and context
 * are associated data: what was sealed for one use never opens for another. A key is good for some
 * four thousand million texts, after which random nonces may meet.
 */
public final class Sealer {
  private static final byte VERSION = 1;
  private static final int LONGEST = 64 * 1024;

  private final Supplier<KeyRing> keys;
  private final SecureRandom random;
  private final OpenedTexts opened = new OpenedTexts();

  /** What a text is sealed for. */
  public enum Purpose {
    REGISTRY_TOKEN("registry-token"),
    SESSION_TOKEN("session-token"),
    PAGE_TOKEN("page-token"),
    DOWNLOAD("download");

    private final String text;

    Purpose(String text) {
      this.text = text;
    }
  }

  /**
   * @param keys asked at every call, so that rotation needs no restart
   * @param random of nonces
   */
  public Sealer(Supplier<KeyRing> keys, SecureRandom random) {
    this.keys = keys;
    this.random = random;
  }

  /**
   * Seals.
   *
   * @param purpose what it will be opened for
   * @param context what must be the same again at opening; may be empty
   * @param content of any length
   * @return letters, digits, hyphens and underscores
   */
  public String seal(Purpose purpose, byte[] context, byte[] content) {
    KeyRing.Key key = keys.get().newest();
    byte[] nonce = new byte[AesGcm.NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] head = head(key);
    try {
      byte[] sealed =
          cipher(Cipher.ENCRYPT_MODE, key, nonce, head, purpose, context).doFinal(content);
      byte[] all =
          ByteBuffer.allocate(head.length + AesGcm.NONCE_BYTES + sealed.length)
              .put(head)
              .put(nonce)
              .put(sealed)
              .array();
      return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-GCM is in every Java platform", e);
    }
  }

  /**
   * Opens.
   *
   * @param text as it came from a client; more than 64 KiB is not looked at
   * @return empty unless this ring sealed exactly this text for this purpose and context
   */
  public Optional<byte[]> open(Purpose purpose, byte[] context, String text) {
    KeyRing ring = keys.get();
    // A login comes with each of its requests, the others hardly twice.
    return purpose == Purpose.REGISTRY_TOKEN && context.length == 0
        ? opened.of(text, ring, () -> open(purpose, context, text, ring))
        : open(purpose, context, text, ring);
  }

  private static Optional<byte[]> open(Purpose purpose, byte[] context, String text, KeyRing ring) {
    return bytesOf(text)
        .flatMap(all -> keyOf(all, ring).flatMap(key -> open(purpose, context, all, key)));
  }

  /**
   * Only the spelling that {@link #seal} writes: the decoder alone would ignore the last bits of
   * the last letter.
   */
  private static Optional<byte[]> bytesOf(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      byte[] all = Base64.getUrlDecoder().decode(text);
      String again = Base64.getUrlEncoder().withoutPadding().encodeToString(all);
      return again.equals(text) ? Optional.of(all) : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Optional<KeyRing.Key> keyOf(byte[] all, KeyRing ring) {
    if (all.length < 2 || all[0] != VERSION) {
      return Optional.empty();
    }
    int idLength = Byte.toUnsignedInt(all[1]);
    if (all.length < 2 + idLength + AesGcm.NONCE_BYTES) {
      return Optional.empty();
    }
    return ring.find(new String(all, 2, idLength, StandardCharsets.US_ASCII));
  }

  private static Optional<byte[]> open(
      Purpose purpose, byte[] context, byte[] all, KeyRing.Key key) {
    byte[] head = head(key);
    int start = head.length + AesGcm.NONCE_BYTES;
    byte[] nonce = Arrays.copyOfRange(all, head.length, start);
    try {
      return Optional.of(
          cipher(Cipher.DECRYPT_MODE, key, nonce, head, purpose, context)
              .doFinal(all, start, all.length - start));
    } catch (AEADBadTagException _) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-GCM is in every Java platform", e);
    }
  }

  private static byte[] head(KeyRing.Key key) {
    byte[] id = key.idBytes();
    return ByteBuffer.allocate(2 + id.length).put(VERSION).put((byte) id.length).put(id).array();
  }

  private static Cipher cipher(
      int mode, KeyRing.Key key, byte[] nonce, byte[] head, Purpose purpose, byte[] context)
      throws GeneralSecurityException {
    return AesGcm.cipher(
        mode,
        key.secret(),
        nonce,
        head,
        purpose.text.getBytes(StandardCharsets.US_ASCII),
        new byte[] {0},
        context);
  }
}
