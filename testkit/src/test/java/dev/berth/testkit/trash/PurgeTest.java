package dev.berth.testkit.trash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.berth.testkit.BerthProcess;
import dev.berth.testkit.client.Command;
import dev.berth.testkit.client.Outcome;
import dev.berth.testkit.oci.Manifests;
import dev.berth.testkit.oci.RegistryClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** {@code berth trash purge}, for the secret that got into a layer. */
final class PurgeTest extends TrashOfBerth {
  private static final String SECRET = "AKIA and what belongs to it, in a layer";
  private static final byte[] LAYER = Manifests.bytes(SECRET);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private boolean isOnDisk(byte[] content) {
    try (Stream<Path> files = Files.walk(folder.resolve("data/blobs"))) {
      return files.filter(Files::isRegularFile).anyMatch(file -> holds(file, content));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean holds(Path file, byte[] content) {
    try {
      return Files.size(file) == content.length && Arrays.equals(Files.readAllBytes(file), content);
    } catch (NoSuchFileException _) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private URI download(String repository) {
    return URI.create(
        ecr.getDownloadUrlForLayer(
                r -> r.repositoryName(repository).layerDigest(Manifests.digest(LAYER)))
            .downloadUrl());
  }

  private static int get(URI signed) {
    return RegistryClient.anonymous(signed).send("GET", signed.toString()).status();
  }

  @Test
  void the_bytes_of_a_leaked_secret_are_off_the_disk_within_a_minute() {
    String digest = push("app", SECRET, "1");
    push("app", SECRET, "2");
    URI signed = download("app");
    delete("app", digest);
    assertThat(get(signed)).isEqualTo(200);
    assertThat(isOnDisk(LAYER)).isTrue();

    String purged = trash("purge", "app:1", "--yes").expectSuccess().stdout();

    assertThat(get(signed)).isEqualTo(404);
    assertThat(client.send("HEAD", "/v2/app/blobs/" + Manifests.digest(LAYER)).status())
        .isEqualTo(404);
    assertThat(purged.lines())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("Purged image app@%s (1, 2).".formatted(digest)),
            line -> assertThat(line).isEqualTo("Within a minute 1 blob, 39 B, is off the disk:"),
            line -> assertThat(line).isEqualTo("  %s, 39 B".formatted(Manifests.digest(LAYER))));
    await().atMost(MINUTE).until(() -> !isOnDisk(LAYER));
    assertThat(entries()).isEmpty();
  }

  @Test
  void who_still_holds_a_shared_layer_is_listed() {
    String ours = push("app", SECRET, "1");
    berth.createRepository("other");
    String elsewhere = push("other", SECRET, "x");
    berth.createRepository("third");
    push("third", SECRET, "y");
    URI signed = download("other");
    delete("third", ours);
    String deletedElsewhere = newest();
    delete("app", ours);

    String first = trash("purge", "app:1", "--yes").expectSuccess().stdout();
    boolean stays = isOnDisk(LAYER);
    int still = get(signed);
    delete("other", elsewhere);
    purge(newest());
    JsonNode last = purge(deletedElsewhere);

    assertThat(first)
        .contains("No bytes come free.", "STILL THERE, for others hold it:")
        .contains("  %s, 39 B".formatted(Manifests.digest(LAYER)))
        .contains("    other@" + elsewhere)
        .contains(
            "    deleted image third@%s: berth trash purge %s".formatted(ours, deletedElsewhere));
    assertThat(stays).isTrue();
    assertThat(still).isEqualTo(200);
    assertThat(last.path("freedCount").asInt()).isEqualTo(1);
    assertThat(last.path("held")).isEmpty();
    assertThat(get(signed)).isEqualTo(404);
    await().atMost(MINUTE).until(() -> !isOnDisk(LAYER));
  }

  @Test
  void a_deleted_repository_is_purged_with_all_its_images() {
    push("app", SECRET, "1");
    push("app", "another layer", "2");
    deleteRepository("app");

    JsonNode answer = purge(newest());

    assertThat(answer.path("entry").path("imageCount").asInt()).isEqualTo(2);
    assertThat(answer.path("freedCount").asInt()).isEqualTo(2);
    assertThat(answer.path("freedBytes").asInt()).isEqualTo(LAYER.length + 13);
    assertThat(answer.path("held")).isEmpty();
    await().atMost(MINUTE).until(() -> !isOnDisk(LAYER));
  }

  @Test
  void a_name_that_fits_several_entries_is_refused_and_they_are_listed() {
    delete("app", push("app", "one", "1"));
    String first = newest();
    delete("app", push("app", "two", "1"));
    String second = newest();

    Outcome refused = trash("purge", "app:1", "--yes").expectFailure();

    assertThat(refused.stderr()).contains("2 entries fit. Say which:", first, second);
    assertThat(refused.stdout()).isEmpty();
    assertThat(entries()).hasSize(2);
  }

  @Test
  void without_a_terminal_it_wants_to_be_told() {
    delete("app", push("app", "one", "1"));

    assertThat(trash("purge", "app:1").expectFailure().stderr())
        .isEqualTo("Nothing was purged: without a terminal to ask on, say --yes.\n");
    assertThat(entries()).hasSize(1);
  }

  @Test
  void on_a_terminal_it_asks() {
    assumeTrue(Command.find("script").isPresent(), "util-linux makes terminals");
    delete("app", push("app", "one", "1"));

    String no = onTerminal("no\n");
    assertThat(entries()).hasSize(1);
    String yes = onTerminal("yes\n");

    assertThat(no).contains("is gone for good then. Type yes to purge it:", "Nothing was purged.");
    assertThat(yes).contains("Purged image app@");
    assertThat(entries()).isEmpty();
  }

  private String onTerminal(String typed) {
    Path berthProgram = BerthProcess.program(folder.resolve("bin"), "berth");
    String line = "%s trash purge app:1 --data %s".formatted(berthProgram, folder.resolve("data"));
    return Command.of("script", "-qec", line, "/dev/null").stdin(typed).run().stdout();
  }
}
