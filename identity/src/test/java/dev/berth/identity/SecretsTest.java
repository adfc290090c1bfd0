package dev.berth.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.metadata.Database;
import dev.berth.model.SealedSecret;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
  private static final byte[] SECRET = "a secret".getBytes(UTF_8);

  private final SecureRandom random = new SecureRandom();
  @TempDir private Path folder;
  private Database database;
  private Secrets secrets;

  @BeforeEach
  void open() {
    database = Database.sqlite(folder.resolve("metadata.db"));
    secrets = Secrets.open(GivenIdentity.masterKey(folder, 1), database, random);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void a_secret_comes_back_for_its_row() {
    assertThat(secrets.unwrap("access-key/A/1", secrets.wrap("access-key/A/1", SECRET)))
        .isEqualTo(SECRET);
  }

  @Test
  void a_secret_is_worth_nothing_in_another_row() {
    SealedSecret sealed = secrets.wrap("access-key/A/1", SECRET);

    assertThatThrownBy(() -> secrets.unwrap("access-key/A/2", sealed))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the stored secret of access-key/A/2 does not open");
  }

  @Test
  void one_flipped_bit_anywhere_and_it_does_not_open() {
    byte[] sealed = secrets.wrap("row", SECRET).ciphertext();

    for (int bit = 0; bit < sealed.length * 8; bit++) {
      byte[] flipped = sealed.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> secrets.unwrap("row", new SealedSecret(flipped)))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void the_same_secret_is_never_encrypted_alike() {
    assertThat(secrets.wrap("row", SECRET)).isNotEqualTo(secrets.wrap("row", SECRET));
  }

  @Test
  void the_key_that_made_the_database_opens_it_again() {
    SealedSecret sealed = secrets.wrap("row", SECRET);
    Secrets again = Secrets.open(GivenIdentity.masterKey(folder, 1), database, random);

    assertThat(again.unwrap("row", sealed)).isEqualTo(SECRET);
  }

  @Test
  void another_master_key_is_refused() {
    assertThatThrownBy(() -> Secrets.open(GivenIdentity.masterKey(folder, 2), database, random))
        .isInstanceOf(KeyRefused.class)
        .hasMessage(
            "The master key is not the one that this data folder was made with; bring back its"
                + " master.key, or give the right key in BERTH_MASTER_KEY.");
  }
}
