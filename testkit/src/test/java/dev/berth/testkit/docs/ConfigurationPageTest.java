package dev.berth.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.server.config.ConfigKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/configuration.md} is what the list of keys says; when a key changes, this prints the
 * page to put there.
 */
final class ConfigurationPageTest {
  private static final Path PAGE = Path.of("..", "docs", "configuration.md");

  @Test
  void the_page_lists_every_key_as_the_code_knows_it() throws IOException {
    assertThat(Files.readString(PAGE)).isEqualTo(page());
  }

  private static String page() {
    StringBuilder page =
        new StringBuilder(
            """
            # Configuration

            Nothing has to be configured. What is said comes from a YAML file (`--config FILE`), from environment variables and from
            flags (`--set KEY=VALUE`, and a flag of its own for the common ones: `./berth serve --help`); each stands above the one before.
            Nested keys may be written as such (`tls:` with `certificate:` below it) or with dots. Unknown keys stop the start and name the
            nearest known one; every mistake is said at once.

            | Key | Variable | Default | Meaning |
            |---|---|---|---|
            """);
    for (ConfigKey key : ConfigKey.values()) {
      page.append(
          "| `%s` | `%s` | %s | %s |%n"
              .formatted(
                  key.key(),
                  key.environmentVariable(),
                  key.byDefault().isEmpty() ? "" : "`" + key.byDefault() + "`",
                  key.meaning()));
    }
    return page.append(
            """

            Secrets are in the environment only, and never in the file:

            | Variable | Meaning |
            |---|---|
            | `BERTH_ROOT_ACCESS_KEY_ID`, `BERTH_ROOT_SECRET_ACCESS_KEY` | The root access key of the default account, set at every start: an id of 3 to 128 letters, digits and underscores, a secret of 8 or more characters. A changed one replaces the stored key and ends its logins. |
            | `BERTH_MASTER_KEY` | The master key, 32 bytes in base64, instead of `master.key` in the data folder. |
            """)
        .toString();
  }
}
