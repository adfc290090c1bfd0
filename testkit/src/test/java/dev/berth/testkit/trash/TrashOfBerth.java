package dev.berth.testkit.trash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testkit.BerthProcess;
import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.client.Outcome;
import dev.berth.testkit.guard.SignedCalls;
import dev.berth.testkit.oci.Answer;
import dev.berth.testkit.oci.Manifests;
import dev.berth.testkit.oci.RegistryClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import tools.jackson.databind.JsonNode;

/** A fresh Berth with a repository {@code app} for each test, and what people do to its trash. */
abstract class TrashOfBerth {
  @TempDir Path folder;
  RunningBerth berth;
  EcrClient ecr;
  RegistryClient client;

  @BeforeEach
  void start() {
    berth = RunningBerth.on(folder.resolve("data"));
    ecr = berth.ecr();
    client = RegistryClient.of(berth);
    berth.createRepository("app");
  }

  @AfterEach
  void stop() {
    ecr.close();
    berth.close();
  }

  /** {@code berth trash …}. */
  Outcome trash(String... arguments) {
    List<String> line = new ArrayList<>(List.of("trash"));
    line.addAll(List.of(arguments));
    line.addAll(List.of("--data", folder.resolve("data").toString()));
    return BerthProcess.run(line.toArray(String[]::new));
  }

  /** Berth's own API as root. */
  Answer call(String operation, String input) {
    return SignedCalls.of(berth.access()).send("berth", "Berth_20261101." + operation, input);
  }

  /** The entries in the trash, the newest first. */
  List<JsonNode> entries() {
    Answer answer = call("ListTrash", "{}");
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    return answer.json().path("entries").valueStream().toList();
  }

  /** The id of the entry of the newest deletion. */
  String newest() {
    return entries().getFirst().path("entryId").asString();
  }

  /** An image of one layer that holds this text, under that tag. */
  String push(String repository, String content, String tag) {
    byte[] layer = Manifests.bytes(content);
    client.push(repository, layer);
    return client.pushManifest(repository, tag, Manifests.OCI_IMAGE, Manifests.image(layer, layer));
  }

  /** Deletes the images of those digests, with all their tags. */
  void delete(String repository, String... digests) {
    List<ImageIdentifier> ids =
        Stream.of(digests).map(it -> ImageIdentifier.builder().imageDigest(it).build()).toList();
    assertThat(ecr.batchDeleteImage(r -> r.repositoryName(repository).imageIds(ids)).failures())
        .isEmpty();
  }

  /** Restores an entry without the command. */
  JsonNode restore(String entry) {
    Answer answer = call("RestoreFromTrash", entry(entry));
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    return answer.json();
  }

  /** Purges an entry without the command. */
  JsonNode purge(String entry) {
    Answer answer = call("PurgeFromTrash", entry(entry));
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    return answer.json();
  }

  private static String entry(String id) {
    return "{\"entryId\":\"%s\"}".formatted(id);
  }

  void deleteRepository(String repository) {
    ecr.deleteRepository(r -> r.repositoryName(repository).force(true));
  }

  int status(String repository, String reference) {
    return client.send("HEAD", "/v2/%s/manifests/%s".formatted(repository, reference)).status();
  }

  /** The digest that a tag names. */
  String named(String repository, String tag) {
    return client
        .send("HEAD", "/v2/%s/manifests/%s".formatted(repository, tag))
        .header("Docker-Content-Digest");
  }
}
