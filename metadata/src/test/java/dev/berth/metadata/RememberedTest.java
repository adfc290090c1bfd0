package dev.berth.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.model.AccessKey;
import dev.berth.model.AccountId;
import dev.berth.model.SealedSecret;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a SQLite file alone promises beside the contract of both engines. */
final class RememberedTest {
  private static final AccountId ACCOUNT = new AccountId("123456789012");

  @TempDir Path folder;
  private final AtomicInteger reads = new AtomicInteger();
  private Database database;
  private Remembered<String, AccessKey> keys;

  @BeforeEach
  void open() {
    database = Database.sqlite(folder.resolve("berth.db"));
    keys =
        database.remember(
            Topic.CREDENTIALS,
            Remembered.Bound.values(2),
            (transaction, id) -> {
              reads.incrementAndGet();
              return transaction.accessKeys().find(id);
            });
    put("AKIAONE");
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void what_was_found_is_read_once() {
    for (int i = 0; i < 5; i++) {
      assertThat(keys.of("AKIAONE")).isPresent();
    }
    assertThat(reads).hasValue(1);
  }

  @Test
  void what_was_not_found_is_not_kept() {
    assertThat(keys.of("AKIANO")).isEmpty();
    assertThat(keys.of("AKIANO")).isEmpty();
    assertThat(reads).hasValue(2);
  }

  @Test
  void a_change_of_another_table_ends_nothing() {
    assertThat(keys.of("AKIAONE")).isPresent();
    database.write(
        transaction -> {
          transaction.settings().put("name", new byte[0]);
          return "done";
        });
    assertThat(keys.of("AKIAONE")).isPresent();
    assertThat(reads).hasValue(1);
  }

  @Test
  void no_more_is_kept_than_its_bound() {
    for (String id : new String[] {"AKIATWO", "AKIATHREE", "AKIAFOUR"}) {
      put(id);
    }
    for (int i = 0; i < 2; i++) {
      for (String id : new String[] {"AKIAONE", "AKIATWO", "AKIATHREE", "AKIAFOUR"}) {
        assertThat(keys.of(id)).isPresent();
      }
    }
    assertThat(reads.get()).isGreaterThan(4);
  }

  @Test
  void a_read_beyond_its_topic_is_a_mistake() {
    Remembered<String, Boolean> mistaken =
        database.remember(
            Topic.CREDENTIALS,
            Remembered.Bound.values(2),
            (transaction, name) -> transaction.settings().find(name).map(_ -> true));

    assertThatThrownBy(() -> mistaken.of("name"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("CREDENTIALS")
        .hasMessageContaining("setting");
  }

  private void put(String id) {
    AccessKey key =
        AccessKey.ofRoot(id, ACCOUNT, new SealedSecret(new byte[] {1}), 1, Instant.EPOCH);
    database.write(
        transaction -> {
          transaction.accessKeys().put(key);
          return key;
        });
  }
}
