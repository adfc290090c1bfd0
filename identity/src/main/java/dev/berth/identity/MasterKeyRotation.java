package dev.berth.identity;

import dev.berth.metadata.Database;
import dev.berth.metadata.SealedSecretTable;
import dev.berth.metadata.SealedSecretTable.Kind;
import dev.berth.metadata.Transaction;
import dev.berth.model.SealedSecret;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Replaces the master key of a folder that no server runs on: every stored secret is encrypted anew
 * (threat T1). Three steps, and the process may die between any two:
 *
 * <ol>
 *   <li>{@link #prepare}: the new key is made durable beside the old one;
 *   <li>{@link #rewrap}: one transaction gives every secret, and the check value, to the new key;
 *   <li>{@link #finish}: the new key takes the old one's place.
 * </ol>
 *
 * <p>{@link #settle} at the next start tells by the check value which of the two keys is the
 * database's, and keeps that one alone. A key from the environment is no file: the operator
 * replaces it after the second step.
 */
public final class MasterKeyRotation {
  private final Path file;
  private final Path next;
  private final Database database;
  private final SecureRandom random;

  /**
   * @param file {@code master.key} of the folder
   */
  public MasterKeyRotation(Path file, Database database, SecureRandom random) {
    this.file = file;
    this.next = file.resolveSibling(file.getFileName() + ".next");
    this.database = database;
    this.random = random;
  }

  /** Makes the next key. */
  public MasterKey prepare() {
    return MasterKey.replace(next, random);
  }

  /**
   * Encrypts every secret under the new key, or none.
   *
   * @return how many there were
   */
  public int rewrap(MasterKey current, MasterKey fresh) {
    Secrets from = Secrets.open(current, database, random);
    Secrets to = Secrets.of(fresh, random);
    return database.write(transaction -> rewrap(transaction, from, to));
  }

  private static int rewrap(Transaction transaction, Secrets from, Secrets to) {
    int count = 0;
    for (Kind kind : Kind.values()) {
      Map<String, SealedSecret> wrapped = new HashMap<>();
      for (SealedSecretTable.Stored stored : transaction.sealedSecrets().all(kind)) {
        wrapped.put(stored.id(), to.wrap(stored.row(), from.unwrap(stored.row(), stored.secret())));
      }
      transaction.sealedSecrets().replace(kind, wrapped);
      count += wrapped.size();
    }
    to.putCheckValue(transaction);
    return count;
  }

  /** Puts the next key in the place of the old one. */
  public void finish() {
    MasterKey.move(next, file);
  }

  /** Ends a rotation that was interrupted, if there was one; called before the key is read. */
  public void settle() {
    if (!MasterKey.exists(next)) {
      return;
    }
    if (Secrets.of(MasterKey.ofFolder(next, Optional.empty()), random).opens(database)) {
      finish();
    } else {
      MasterKey.delete(next);
    }
  }
}
