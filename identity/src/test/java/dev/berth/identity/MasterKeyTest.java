package dev.berth.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MasterKeyTest {
  private final SecureRandom random = new SecureRandom();
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("master.key");
  }

  @Test
  void a_new_folder_gets_a_key_that_only_its_owner_reads() throws IOException {
    MasterKey made = MasterKey.ofNewFolder(file, Optional.empty(), random);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Base64.getDecoder().decode(Files.readString(file).strip()))
        .hasSize(32)
        .isEqualTo(made.secret().getEncoded());
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void a_key_that_is_there_is_kept() {
    MasterKey made = MasterKey.ofNewFolder(file, Optional.empty(), random);

    assertThat(MasterKey.ofNewFolder(file, Optional.empty(), random).secret())
        .isEqualTo(made.secret());
    assertThat(MasterKey.ofFolder(file, Optional.empty()).secret()).isEqualTo(made.secret());
  }

  @Test
  void a_key_from_the_environment_is_not_written() {
    String text = Base64.getEncoder().encodeToString(new byte[32]);

    assertThat(MasterKey.ofNewFolder(file, Optional.of(text), random).secret().getEncoded())
        .isEqualTo(new byte[32]);
    assertThat(file).doesNotExist();
  }

  @Test
  void a_folder_that_holds_data_gets_no_new_key() {
    assertThatThrownBy(() -> MasterKey.ofFolder(file, Optional.empty()))
        .isInstanceOf(KeyRefused.class)
        .hasMessage(
            "The data folder holds data but no master key: put the key that it was made with back"
                + " at %s, or give it in BERTH_MASTER_KEY.",
            file);
    assertThat(file).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "too short", "c2VjcmV0", "!!!"})
  void what_is_no_key_is_refused_and_not_shown(String text) {
    assertThatThrownBy(() -> MasterKey.ofFolder(file, Optional.of(text)))
        .isInstanceOf(KeyRefused.class)
        .hasMessage("A master key is 32 bytes in base64; BERTH_MASTER_KEY holds none.");
  }

  @Test
  void a_key_that_others_may_read_is_refused() throws IOException {
    MasterKey.ofNewFolder(file, Optional.empty(), random);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

    assertThatThrownBy(() -> MasterKey.ofFolder(file, Optional.empty()))
        .isInstanceOf(KeyRefused.class)
        .hasMessageContaining("chmod 600 " + file);
  }

  @Test
  void a_key_that_its_owner_may_only_read_is_fine() throws IOException {
    MasterKey.ofNewFolder(file, Optional.empty(), random);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));

    assertThatCode(() -> MasterKey.ofFolder(file, Optional.empty())).doesNotThrowAnyException();
  }
}
