package dev.berth.identity;

import dev.berth.iam.token.AesGcm;
import dev.berth.metadata.Database;
import dev.berth.metadata.Transaction;
import dev.berth.model.SealedSecret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;

/**
 * Encrypts what is stored and must be recovered: AES-256-GCM under the master key, the row's name
 * as associated data, so that a ciphertext is worth nothing in another row (threat T1). Layout:
 * nonce of 12 random bytes, ciphertext, tag.
 */
public final class Secrets {
  private static final String CHECK = "master-key-check";

  private final MasterKey key;
  private final SecureRandom random;

  private Secrets(MasterKey key, SecureRandom random) {
    this.key = key;
    this.random = random;
  }

  /**
   * The secrets of a database, once the key has proved to be theirs. A database without secrets
   * takes the key as its own.
   *
   * @throws KeyRefused when the database's secrets were encrypted under another key
   */
  public static Secrets open(MasterKey key, Database database, SecureRandom random) {
    Secrets secrets = new Secrets(key, random);
    byte[] checkValue =
        database
            .read(transaction -> transaction.settings().find(CHECK))
            .orElseGet(() -> database.write(secrets::adopt));
    if (secrets.opened(CHECK, new SealedSecret(checkValue)).isEmpty()) {
      throw new KeyRefused(
          "The master key is not the one that this data folder was made with; bring back its"
              + " master.key, or give the right key in BERTH_MASTER_KEY.");
    }
    return secrets;
  }

  /** Secrets under a key that no database has proved to be its own. */
  static Secrets of(MasterKey key, SecureRandom random) {
    return new Secrets(key, random);
  }

  /** Whether the key is the database's own; one without a check value has none. */
  boolean opens(Database database) {
    return database
        .read(transaction -> transaction.settings().find(CHECK))
        .filter(value -> opened(CHECK, new SealedSecret(value)).isPresent())
        .isPresent();
  }

  /** Makes the key the database's own. */
  void putCheckValue(Transaction transaction) {
    byte[] value = wrap(CHECK, CHECK.getBytes(StandardCharsets.US_ASCII)).ciphertext();
    transaction.settings().put(CHECK, value);
  }

  private byte[] adopt(Transaction transaction) {
    Optional<byte[]> found = transaction.settings().find(CHECK);
    if (found.isPresent()) {
      return found.get();
    }
    if (!transaction.sealingKeys().newestFirst().isEmpty()) {
      throw new KeyRefused(
          "The database holds secrets but no check value of their master key; restore it from a"
              + " backup.");
    }
    byte[] checkValue = wrap(CHECK, CHECK.getBytes(StandardCharsets.US_ASCII)).ciphertext();
    transaction.settings().put(CHECK, checkValue);
    return checkValue;
  }

  /**
   * Encrypts.
   *
   * @param row names the row that it is stored in, such as {@code access-key/ID/ACCOUNT}
   */
  public SealedSecret wrap(String row, byte[] secret) {
    byte[] nonce = new byte[AesGcm.NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, row).doFinal(secret);
      byte[] all = Arrays.copyOf(nonce, AesGcm.NONCE_BYTES + sealed.length);
      System.arraycopy(sealed, 0, all, AesGcm.NONCE_BYTES, sealed.length);
      return new SealedSecret(all);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-GCM is in every Java platform", e);
    }
  }

  /**
   * Decrypts.
   *
   * @throws IllegalStateException when it was not encrypted under this key for this row: the
   *     database was tampered with
   */
  public byte[] unwrap(String row, SealedSecret sealed) {
    return opened(row, sealed)
        .orElseThrow(
            () -> new IllegalStateException("the stored secret of " + row + " does not open"));
  }

  private Optional<byte[]> opened(String row, SealedSecret sealed) {
    byte[] all = sealed.ciphertext();
    if (all.length < AesGcm.NONCE_BYTES) {
      return Optional.empty();
    }
    byte[] nonce = Arrays.copyOf(all, AesGcm.NONCE_BYTES);
    try {
      return Optional.of(
          cipher(Cipher.DECRYPT_MODE, nonce, row)
              .doFinal(all, AesGcm.NONCE_BYTES, all.length - AesGcm.NONCE_BYTES));
    } catch (AEADBadTagException _) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-GCM is in every Java platform", e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String row) throws GeneralSecurityException {
    return AesGcm.cipher(mode, key.secret(), nonce, row.getBytes(StandardCharsets.UTF_8));
  }
}
