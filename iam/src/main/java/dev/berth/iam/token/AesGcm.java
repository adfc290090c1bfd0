package dev.berth.iam.token;

import java.security.GeneralSecurityException;
import java.security.Provider;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-256-GCM with a nonce of 12 bytes and a tag of 16, as everything that is sealed here has it.
 */
public final class AesGcm {
  /** How long a nonce is. */
  public static final int NONCE_BYTES = 12;

  private static final int TAG_BITS = 128;
  private static final String NAME = "AES/GCM/NoPadding";

  /** Found once: a search among all providers takes longer than to open a token. */
  private static final Provider PROVIDER = provider();

  private AesGcm() {}

  /**
   * A cipher that is ready for the content.
   *
   * @param mode {@link Cipher#ENCRYPT_MODE} or {@link Cipher#DECRYPT_MODE}
   * @param nonce of {@link #NONCE_BYTES}; never used twice to encrypt with one key
   * @param associated what must be the same again at opening, one part after the other
   */
  public static Cipher cipher(int mode, SecretKey key, byte[] nonce, byte[]... associated)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(NAME, PROVIDER);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    for (byte[] part : associated) {
      cipher.updateAAD(part);
    }
    return cipher;
  }

  private static Provider provider() {
    try {
      return Cipher.getInstance(NAME).getProvider();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-GCM is in every Java platform", e);
    }
  }
}
