package dev.berth.identity;

import dev.berth.iam.sigv4.SigningSecret;
import dev.berth.iam.token.RegistryTokens;
import dev.berth.iam.token.Sealer;
import dev.berth.metadata.Database;
import dev.berth.model.AccountId;
import dev.berth.model.Region;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** All of identity over a database of its own. */
final class GivenIdentity implements AutoCloseable {
  static final AccountId ACCOUNT = new AccountId("123456789012");
  static final AccountId OTHER = new AccountId("210987654321");
  static final Region REGION = new Region("eu-central-1");
  static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  final Database database;
  final AccessKeys keys;
  final RootKeys rootKeys;
  final RegistryTokens tokens;

  GivenIdentity(Path folder) {
    this(folder, masterKey(folder, 1));
  }

  GivenIdentity(Path folder, MasterKey masterKey) {
    SecureRandom random = new SecureRandom();
    InstantSource clock = InstantSource.fixed(NOW);
    database = Database.sqlite(folder.resolve("metadata.db"));
    try {
      Secrets secrets = Secrets.open(masterKey, database, random);
      SealingKeys sealingKeys = SealingKeys.open(database, secrets, clock, random);
      keys = new AccessKeys(database, secrets);
      rootKeys = new RootKeys(database, keys, clock, random);
      tokens =
          new RegistryTokens(
              new Sealer(sealingKeys::ring, random), clock, RegistryTokens.DEFAULT_LIFE);
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /** The master key of which every byte is that one. */
  static MasterKey masterKey(Path folder, int everyByte) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) everyByte);
    return MasterKey.ofFolder(
        folder.resolve("master.key"), Optional.of(Base64.getEncoder().encodeToString(key)));
  }

  static RootKey key(String id, String secret) {
    return new RootKey(id, new SigningSecret(secret));
  }

  @Override
  public void close() {
    database.close();
  }
}
