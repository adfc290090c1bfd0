package dev.berth.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.client.NeedsClient;
import dev.berth.testkit.oci.Manifests;
import dev.berth.testkit.oci.RegistryClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/lifecycle.md tells to type, typed: from policy to preview to run to undo to purge. */
@NeedsClient("aws")
final class LifecyclePageTest {
  private static final Path PAGE = Path.of("..", "docs", "lifecycle.md");

  @TempDir private Path folder;

  @Test
  void every_command_works_and_does_what_the_page_says() throws IOException {
    List<String> commands = Terminal.commands(PAGE, "aws ", "berth ");
    assertThat(commands).hasSizeGreaterThan(12);
    assertThat(commands.getFirst()).startsWith("aws ecr create-repository");
    try (RunningBerth berth = RunningBerth.on(folder.resolve("berth-data"))) {
      Terminal terminal = new Terminal(folder).withBerth().as(berth.access());
      terminal.type(commands.subList(0, 1));
      String first = push(berth, "first", "release-1");
      String second = push(berth, "second", "2");
      String third = push(berth, "third", "prod");

      String said = terminal.type(commands.subList(1, commands.size())).stdout();

      assertThat(said)
          .contains("\"status\": \"COMPLETE\"", "\"expiringImageTotalCount\": 2")
          .contains("\"lastEvaluatedAt\": ")
          .contains(first, second, "goes: rule 1, expire", "stays: rule 1 keeps it")
          .contains("release-*\n", "expired    1\n", "protected  1\n")
          .contains("PolicyExecutionEvent", "\"eventName\":\"DryRunEvent\"")
          .contains("lifecycle, rule 1           image shop/web@%s (2)".formatted(second))
          .contains(
              "Brought back image shop/web@" + second, "Brought back repository shop/web with 3")
          .contains("Brought back repository shop/old as shop/older with 0 images.")
          .contains(
              "Purged image shop/web@" + second, "Within a minute 1 blob, 6 B, is off the disk:")
          .contains("PurgeFromTrash");
      RegistryClient client = RegistryClient.of(berth);
      assertThat(client.send("HEAD", "/v2/shop/web/manifests/" + first).status()).isEqualTo(200);
      assertThat(client.send("HEAD", "/v2/shop/web/manifests/" + second).status()).isEqualTo(404);
      assertThat(client.send("HEAD", "/v2/shop/web/manifests/" + third).status()).isEqualTo(200);
    }
  }

  private static String push(RunningBerth berth, String content, String tag) {
    RegistryClient client = RegistryClient.of(berth);
    byte[] layer = Manifests.bytes(content);
    client.push("shop/web", layer);
    return client.pushManifest("shop/web", tag, Manifests.OCI_IMAGE, Manifests.image(layer, layer));
  }
}
