package dev.berth.metadata;

import dev.berth.model.SealedSecret;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * Every secret that is encrypted under the master key, wherever it is stored: what a new master key
 * must take over. A new kind of secret is one more line of {@link Kind}.
 */
public final class SealedSecretTable {
  private final Handle handle;

  /** Where secrets are stored. */
  public enum Kind {
    ACCESS_KEY("access_key", "id", "secret", "'access-key/' || id || '/' || account"),
    SEALING_KEY("sealing_key", "id", "key", "'sealing-key/' || id"),
    SESSION("session", "key_id", "content", "'session/' || key_id || '/' || account");

    private final String select;
    private final String update;

    /**
     * @param id the column of the table's key
     * @param secret the column of the ciphertext
     * @param row an expression for the name that each ciphertext is bound to
     */
    Kind(String table, String id, String secret, String row) {
      this.select =
          """
          select %s, %s, %s
            from %s
           order by %s
          """
              .formatted(id, secret, row, table, id);
      this.update =
          """
          update %s
             set %s = :secret
           where %s = :id
          """
              .formatted(table, secret, id);
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /**
   * One stored secret.
   *
   * @param id the key of its row
   * @param row the name that the ciphertext is bound to
   */
  public record Stored(String id, String row, SealedSecret secret) {}

  SealedSecretTable(Handle handle) {
    this.handle = handle;
  }

  /** All of a kind. */
  public List<Stored> all(Kind kind) {
    return handle
        .createQuery(kind.select)
        .map(
            (row, _) ->
                new Stored(row.getString(1), row.getString(3), new SealedSecret(row.getBytes(2))))
        .list();
  }

  /** Gives rows of a kind new ciphertexts, by their ids. */
  public void replace(Kind kind, Map<String, SealedSecret> secrets) {
    secrets.forEach(
        (id, secret) ->
            handle
                .createUpdate(kind.update)
                .bind("id", id)
                .bind("secret", secret.ciphertext())
                .execute());
  }
}
