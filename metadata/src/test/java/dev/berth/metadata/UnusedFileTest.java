package dev.berth.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.metadata.IntegrityQueries.Counts;
import dev.berth.model.AccountId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UnusedFileTest {
  private static final AccountId ACCOUNT = new AccountId("123456789012");

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void make() throws IOException {
    Path used = folder.resolve("used/berth.db");
    file = folder.resolve("unused, # and %/berth.db");
    Files.createDirectories(file.getParent());
    try (Database database = Database.sqlite(used)) {
      database.write(
          t -> {
            t.accounts().insert(ACCOUNT, Instant.EPOCH);
            return "done";
          });
      Files.copy(used, file);
      Files.copy(beside(used, "-wal"), beside(file, "-wal"));
    }
  }

  @Test
  void what_a_killed_process_left_in_the_log_is_read_and_no_file_changes() throws IOException {
    assertThat(Files.size(beside(file, "-wal"))).isPositive();
    assertThatItIsReadAndNothingChanges();
  }

  @Test
  void a_store_that_was_closed_is_read_and_no_file_changes() throws IOException {
    Database.sqlite(file).close();
    assertThat(beside(file, "-wal")).doesNotExist();
    assertThatItIsReadAndNothingChanges();
  }

  private void assertThatItIsReadAndNothingChanges() throws IOException {
    Map<String, byte[]> before = contents();
    try (Database database = Database.openReadOnly(file)) {
      boolean known = database.read(t -> t.accounts().exists(ACCOUNT));
      List<String> problems = database.read(t -> t.integrity().problems());
      Counts counts = database.read(t -> t.integrity().counts());
      assertThat(known).isTrue();
      assertThat(problems).isEmpty();
      assertThat(counts.repositories()).isZero();
      assertThatThrownBy(() -> database.write(t -> t.accounts().all()))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(database::jobs).isInstanceOf(IllegalStateException.class);
    }
    Map<String, byte[]> after = contents();
    assertThat(after.keySet()).isEqualTo(before.keySet());
    assertThat(after).allSatisfy((name, bytes) -> assertThat(bytes).isEqualTo(before.get(name)));
  }

  @Test
  void a_broken_page_is_told_as_a_problem() throws IOException {
    Database.sqlite(file).close();
    byte[] bytes = Files.readAllBytes(file);
    int page = 4096;
    // The last page is an index or a table's leaf: nonsense in it breaks its order.
    Arrays.fill(bytes, bytes.length - page, bytes.length, (byte) 0x5a);
    Files.write(file, bytes);
    try (Database database = Database.openReadOnly(file)) {
      List<String> problems = database.read(t -> t.integrity().problems());
      assertThat(problems).isNotEmpty();
    }
  }

  @Test
  void a_store_that_is_not_there_is_not_made() {
    Path missing = folder.resolve("missing.db");
    assertThatThrownBy(() -> Database.openReadOnly(missing))
        .isInstanceOf(DatabaseUnavailable.class)
        .hasMessageContaining("missing.db");
    assertThat(missing).doesNotExist();
  }

  private Map<String, byte[]> contents() throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(file.getParent())) {
      for (Path path : files.toList()) {
        contents.put(path.getFileName().toString(), Files.readAllBytes(path));
      }
    }
    return contents;
  }

  private static Path beside(Path file, String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }
}
