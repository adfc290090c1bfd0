package dev.berth.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.iam.sigv4.SigningSecret;
import dev.berth.iam.token.Sealer;
import dev.berth.iam.token.Sealer.Purpose;
import dev.berth.metadata.Database;
import dev.berth.metadata.SealedSecretTable;
import dev.berth.metadata.SealedSecretTable.Kind;
import dev.berth.model.AccountId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Threat T1: a new master key takes over every secret, wherever the process dies meanwhile. */
class MasterKeyRotationTest {
  private static final byte[] CONTENT = {1, 2, 3};
  private static final AccountId ACCOUNT = new AccountId("111111111111");

  @TempDir private Path folder;

  private final SecureRandom random = new SecureRandom();
  private Database database;
  private Path file;
  private RootKey root;
  private String sealed = "";

  @BeforeEach
  void make_a_folder_with_secrets() {
    database = Database.sqlite(folder.resolve("metadata.db"));
    file = folder.resolve("master.key");
    Secrets secrets =
        Secrets.open(MasterKey.ofNewFolder(file, Optional.empty(), random), database, random);
    root = new RootKey("AKIAROOT", new SigningSecret("a secret of the root"));
    new RootKeys(database, new AccessKeys(database, secrets), Clock.systemUTC(), random)
        .ensure(ACCOUNT, Optional.of(root));
    sealed = sealer(secrets).seal(Purpose.PAGE_TOKEN, new byte[0], CONTENT);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void a_new_key_opens_what_the_old_one_sealed_and_the_old_one_opens_nothing() {
    MasterKey old = MasterKey.ofFolder(file, Optional.empty());
    List<SealedSecretTable.Stored> before = stored();
    MasterKeyRotation rotation = rotation();

    int count = rotation.rewrap(old, rotation.prepare());
    rotation.finish();

    assertThat(count).isEqualTo(2);
    assertThat(stored()).doesNotContainAnyElementsOf(before);
    assertEverythingOpens();
    assertThatThrownBy(() -> Secrets.open(old, database, random)).isInstanceOf(KeyRefused.class);
  }

  @Test
  void a_process_that_dies_before_the_secrets_are_rewrapped_leaves_the_old_key() throws Exception {
    byte[] old = Files.readAllBytes(file);

    rotation().prepare();
    rotation().settle();

    assertThat(Files.readAllBytes(file)).isEqualTo(old);
    assertThat(names()).containsExactly("master.key");
    assertEverythingOpens();
  }

  @Test
  void a_process_that_dies_after_the_secrets_are_rewrapped_leaves_the_new_key() throws Exception {
    byte[] old = Files.readAllBytes(file);
    MasterKeyRotation rotation = rotation();

    rotation.rewrap(MasterKey.ofFolder(file, Optional.empty()), rotation.prepare());
    rotation().settle();

    assertThat(Files.readAllBytes(file)).isNotEqualTo(old);
    assertThat(names()).containsExactly("master.key");
    assertEverythingOpens();
  }

  @Test
  void a_secret_that_does_not_open_stops_the_rotation_and_nothing_is_rewrapped() {
    database.write(
        transaction -> {
          var key = transaction.sealedSecrets().all(Kind.SEALING_KEY).getFirst();
          var secret = transaction.sealedSecrets().all(Kind.ACCESS_KEY).getFirst().secret();
          transaction.sealedSecrets().replace(Kind.SEALING_KEY, Map.of(key.id(), secret));
          return key;
        });
    List<SealedSecretTable.Stored> before = stored();
    MasterKey old = MasterKey.ofFolder(file, Optional.empty());
    MasterKeyRotation rotation = rotation();

    assertThatThrownBy(() -> rotation.rewrap(old, rotation.prepare()))
        .isInstanceOf(IllegalStateException.class);
    rotation().settle();

    assertThat(stored()).isEqualTo(before);
    Secrets.open(MasterKey.ofFolder(file, Optional.empty()), database, random);
  }

  private MasterKeyRotation rotation() {
    return new MasterKeyRotation(file, database, random);
  }

  private void assertEverythingOpens() {
    Secrets secrets = Secrets.open(MasterKey.ofFolder(file, Optional.empty()), database, random);
    assertThat(new AccessKeys(database, secrets).find(root.id()).orElseThrow().secret())
        .isEqualTo(root.secret());
    assertThat(sealer(secrets).open(Purpose.PAGE_TOKEN, new byte[0], sealed)).contains(CONTENT);
  }

  private Sealer sealer(Secrets secrets) {
    SealingKeys keys = SealingKeys.open(database, secrets, Clock.systemUTC(), random);
    return new Sealer(keys::ring, random);
  }

  private List<SealedSecretTable.Stored> stored() {
    return database.read(
        transaction ->
            Arrays.stream(Kind.values())
                .flatMap(kind -> transaction.sealedSecrets().all(kind).stream())
                .toList());
  }

  private List<String> names() throws IOException {
    try (var files = Files.list(folder)) {
      return files
          .map(path -> path.getFileName().toString())
          .filter(name -> name.startsWith("master"))
          .toList();
    }
  }
}
