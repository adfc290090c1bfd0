package dev.berth.server.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataFolderTest {
  @TempDir private Path temporary;

  @Test
  void an_absent_folder_is_made_for_its_owner_alone() throws IOException {
    Path root = temporary.resolve("a/b");

    try (DataFolder folder = DataFolder.open(root)) {
      assertThat(folder.isNew()).isTrue();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root)))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void a_start_that_stored_nothing_leaves_a_new_folder() {
    DataFolder.open(temporary.resolve("d")).close();

    try (DataFolder again = DataFolder.open(temporary.resolve("d"))) {
      assertThat(again.isNew()).isTrue();
    }
  }

  @Test
  void what_a_start_left_that_ended_while_it_claimed_the_folder_is_no_file_of_somebody_else()
      throws IOException {
    Files.createFile(temporary.resolve("berth-folder.new"));

    try (DataFolder folder = DataFolder.open(temporary)) {
      assertThat(folder.isNew()).isTrue();
    }
    assertThat(temporary.resolve("berth-folder")).hasContent("berth data folder, layout 1");
    assertThat(temporary.resolve("berth-folder.new")).doesNotExist();
  }

  @Test
  void a_folder_with_a_database_is_not_new() throws IOException {
    try (DataFolder folder = DataFolder.open(temporary.resolve("d"))) {
      Files.createFile(folder.metadata());
    }

    try (DataFolder again = DataFolder.open(temporary.resolve("d"))) {
      assertThat(again.isNew()).isFalse();
    }
  }

  @Test
  void a_folder_of_somebody_else_is_refused_and_left_alone() throws IOException {
    Files.writeString(temporary.resolve("thesis.txt"), "mine");

    assertThatThrownBy(() -> DataFolder.open(temporary))
        .isInstanceOf(FolderRefused.class)
        .hasMessageContaining("holds files that are not Berth's, such as thesis.txt");
    assertThat(temporary.toFile().list()).containsExactly("thesis.txt");
  }

  @Test
  void a_folder_in_use_is_refused_with_the_process_that_has_it() {
    Path root = temporary.resolve("d");
    try (DataFolder held = DataFolder.open(root)) {
      assertThat(held.isNew()).isTrue();
      assertThatThrownBy(() -> DataFolder.open(root))
          .isInstanceOf(FolderRefused.class)
          .hasMessageContaining("is in use by process " + ProcessHandle.current().pid());
      assertThatThrownBy(() -> DataFolder.openReadOnly(root)).isInstanceOf(FolderRefused.class);
    }
  }

  @Test
  void a_file_is_no_folder() throws IOException {
    Path file = Files.createFile(temporary.resolve("file"));

    assertThatThrownBy(() -> DataFolder.open(file))
        .isInstanceOf(FolderRefused.class)
        .hasMessageContaining("is a file");
  }

  @Test
  void another_layout_is_refused() throws IOException {
    Files.writeString(temporary.resolve("berth-folder"), "berth data folder, layout 2\n");

    assertThatThrownBy(() -> DataFolder.open(temporary))
        .isInstanceOf(FolderRefused.class)
        .hasMessageContaining("use the Berth that wrote it");
  }

  @Test
  void what_was_left_half_received_is_removed_at_the_start() throws IOException {
    try (DataFolder folder = DataFolder.open(temporary.resolve("d"))) {
      Files.createFile(folder.temporary().resolve("part"));
    }

    try (DataFolder again = DataFolder.open(temporary.resolve("d"))) {
      assertThat(again.temporary()).isEmptyDirectory();
    }
  }

  @Test
  void looking_at_a_folder_needs_one_that_is_there_and_writes_nothing() {
    assertThatThrownBy(() -> DataFolder.openReadOnly(temporary.resolve("none")))
        .isInstanceOf(FolderRefused.class)
        .hasMessageContaining("There is no Berth data folder");
    assertThat(temporary).isEmptyDirectory();
  }
}
