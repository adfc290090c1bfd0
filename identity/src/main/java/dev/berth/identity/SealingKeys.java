package dev.berth.identity;

import dev.berth.iam.token.KeyRing;
import dev.berth.metadata.Database;
import dev.berth.metadata.Transaction;
import dev.berth.model.SealingKey;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;

/**
 * The stored keys that seal what clients carry: registry tokens, page tokens, download addresses.
 * The first is made when there is none.
 */
public final class SealingKeys {
  private static final int KEY_BYTES = 32;
  private static final int ID_BYTES = 4;

  private final KeyRing ring;

  private SealingKeys(KeyRing ring) {
    this.ring = ring;
  }

  /** Loads the keys of the database, and makes the first one. */
  public static SealingKeys open(
      Database database, Secrets secrets, InstantSource clock, SecureRandom random) {
    List<SealingKey> stored =
        database.write(
            transaction -> {
              if (transaction.sealingKeys().newestFirst().isEmpty()) {
                make(transaction, secrets, clock, random);
              }
              return transaction.sealingKeys().newestFirst();
            });
    return new SealingKeys(
        new KeyRing(
            stored.stream()
                .map(key -> KeyRing.Key.of(key.id(), secrets.unwrap(row(key.id()), key.key())))
                .toList()));
  }

  private static void make(
      Transaction transaction, Secrets secrets, InstantSource clock, SecureRandom random) {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    String name = HexFormat.of().formatHex(id);
    transaction
        .sealingKeys()
        .insert(new SealingKey(name, secrets.wrap(row(name), key), clock.instant()));
  }

  private static String row(String id) {
    return "sealing-key/" + id;
  }

  /** The newest seals, every one opens. */
  public KeyRing ring() {
    return ring;
  }
}
