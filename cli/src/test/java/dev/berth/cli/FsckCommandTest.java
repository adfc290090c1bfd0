package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.metadata.Database;
import dev.berth.server.folder.DataFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code berth fsck} says and how it exits. */
final class FsckCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final PrintStream usualOut = System.out;
  private final PrintStream usualErr = System.err;

  @TempDir private Path temporary;

  @BeforeEach
  void capture() {
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void release() {
    System.setOut(usualOut);
    System.setErr(usualErr);
  }

  @Test
  void a_clean_folder_exits_with_0_and_a_summary() throws IOException {
    Path folder = made();

    assertThat(fsck(folder)).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .matches("0 blobs, 0 images, 0 bytes checked in \\d+\\.\\d s: clean\\R");
  }

  @Test
  void damage_exits_with_1_and_a_line_for_each() throws IOException, SQLException {
    Path folder = made();
    String key = "2026-11-21/" + "a".repeat(32);
    sql(
        folder,
        "insert into blob (account, region, sharing_key, digest, size, key, format) values"
            + " ('123456789012', 'eu-central-1', '', 'sha256:%s', 3, '%s', 'PLAIN')"
                .formatted("0".repeat(64), key));

    assertThat(fsck(folder, "--quick")).isEqualTo(1);
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .hasSize(2)
        .satisfiesExactly(
            line -> assertThat(line).startsWith("damage: blob sha256:000").contains(key),
            line -> assertThat(line).contains("by size alone").endsWith("1 damaged"));
  }

  @Test
  void a_folder_in_use_is_refused_with_2_and_its_process() {
    Path folder = temporary.resolve("data");
    try (DataFolder _ = DataFolder.open(folder)) {
      assertThat(fsck(folder)).isEqualTo(2);
    }
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("is in use by process " + ProcessHandle.current().pid());
  }

  @Test
  void a_folder_that_is_not_there_is_refused_with_2_and_not_made() {
    Path folder = temporary.resolve("nowhere");

    assertThat(fsck(folder)).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("There is no Berth data folder");
    assertThat(folder).doesNotExist();
  }

  @Test
  void a_foreign_folder_is_refused_with_2() throws IOException {
    Files.writeString(temporary.resolve("notes.txt"), "mine");

    assertThat(fsck(temporary)).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("There is no Berth data folder");
  }

  @Test
  void a_newer_format_is_refused_with_2() throws IOException, SQLException {
    Path folder = made();
    sql(folder, "update flyway_schema_history set version = '999'");

    int status = fsck(folder);

    assertThat(err.toString(StandardCharsets.UTF_8)).contains("written by a newer Berth");
    assertThat(status).isEqualTo(2);
  }

  @Test
  void a_database_that_is_none_is_refused_with_2() throws IOException {
    Path folder = made();
    Files.writeString(folder.resolve("metadata.db"), "this is no database\n".repeat(100));

    assertThat(fsck(folder)).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8).lines()).hasSize(1);
  }

  @Test
  void full_and_quick_together_are_wrong_usage() throws IOException {
    assertThat(fsck(made(), "--full", "--quick")).isEqualTo(2);
  }

  private Path made() throws IOException {
    Path folder = temporary.resolve("data");
    try (DataFolder opened = DataFolder.open(folder)) {
      Database.sqlite(opened.metadata()).close();
    }
    return folder;
  }

  private static int fsck(Path folder, String... options) {
    String[] arguments = new String[options.length + 3];
    arguments[0] = "fsck";
    arguments[1] = "--data";
    arguments[2] = folder.toString();
    System.arraycopy(options, 0, arguments, 3, options.length);
    return Main.run(arguments);
  }

  private static void sql(Path folder, String statement) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("metadata.db"));
        Statement change = connection.createStatement()) {
      change.execute(statement);
    }
  }
}
