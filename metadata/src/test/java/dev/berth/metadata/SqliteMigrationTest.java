package dev.berth.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteMigrationTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("berth.db");
  }

  @Test
  void a_new_store_is_made_without_a_copy_and_opened_again_without_one() throws IOException {
    Database.sqlite(file).close();
    Database.sqlite(file).close();
    assertThat(names()).containsExactly("berth.db");
  }

  @Test
  void a_store_is_copied_beside_itself_before_it_is_migrated() throws Exception {
    try (Database database = Database.sqlite(file)) {
      database.write(
          t -> {
            t.settings().put("name", new byte[] {7});
            return "done";
          });
    }

    // The last step is only there for tests, and removes the table of settings.
    List<String> steps = new ArrayList<>(Migrations.NAMES);
    steps.add("V99__forget_settings_in_a_test.sql");
    Migrations later = new Migrations(Dialect.SQLITE, "the store", steps);
    int known = new Migrations(Dialect.SQLITE, "the store").known();
    new SqliteMigration(file, later).run();

    assertThat(names()).containsExactly("berth.db", "berth.db.before-V99");
    try (Database copy = Database.sqlite(folder.resolve("berth.db.before-V99"))) {
      byte[] value = copy.read(t -> t.settings().find("name")).orElseThrow();
      assertThat(value).containsExactly(7);
    }
    assertThatThrownBy(() -> Database.sqlite(file))
        .as("the file has a format that this Berth does not know")
        .isInstanceOfSatisfying(
            NewerFormat.class,
            refusal -> {
              assertThat(refusal.found()).isEqualTo(99);
              assertThat(refusal.known()).isEqualTo(known);
              assertThat(refusal)
                  .hasMessageContaining("format 99")
                  .hasMessageContaining("to " + known);
            });
    assertThatThrownBy(() -> Database.openReadOnly(file)).isInstanceOf(NewerFormat.class);
  }

  @Test
  void a_file_of_another_program_is_refused_and_keeps_its_tables() throws SQLException {
    try (Connection connection = SqliteConnection.open(file);
        Statement statement = connection.createStatement()) {
      statement.execute("create table note (text text)");
    }
    assertThatThrownBy(() -> Database.sqlite(file)).isInstanceOf(RuntimeException.class);
    try (Connection connection = SqliteConnection.open(file);
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeQuery("select count(*) from note").next()).isTrue();
      assertThatThrownBy(() -> statement.execute("select count(*) from repository"))
          .isInstanceOf(SQLException.class);
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }
}
