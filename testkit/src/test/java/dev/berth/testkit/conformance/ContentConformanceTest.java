package dev.berth.testkit.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.conformance.DataSet.PushedManifest;
import dev.berth.testkit.oci.Answer;
import dev.berth.testkit.oci.RegistryClient;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * V2-36, the part of content: every kind of it is pushed, listed, asked for, pulled, found by what
 * it refers to, and deleted at once and for good.
 */
class ContentConformanceTest {
  private static final String OF = "/v2/conformance/repo1";

  private static RunningBerth berth;
  private static RegistryClient client;

  @BeforeAll
  static void start(@TempDir Path data) {
    berth = RunningBerth.on(data);
    berth.createRepository("conformance/repo1");
    client = RegistryClient.of(berth);
  }

  @AfterAll
  static void stop() {
    berth.close();
  }

  @Test
  void a_repository_without_content_has_empty_lists() {
    berth.createRepository("conformance/empty");
    String subject = Content.random("sha256", 10, 1).digest();

    Answer tags = client.send("GET", "/v2/conformance/empty/tags/list");
    Answer referrers = client.send("GET", "/v2/conformance/empty/referrers/" + subject);

    assertThat(tags.status()).isEqualTo(200);
    assertThat(tags.texts("tags")).isEmpty();
    assertThat(referrers.status()).isEqualTo(200);
    assertThat(referrers.header("Content-Type")).isEqualTo(DataSet.INDEX);
    assertThat(referrers.json().path("manifests").isArray()).isTrue();
  }

  @TestFactory
  Stream<DynamicContainer> content_of_every_kind() {
    return DataSets.all().stream().map(set -> workflows(set, () -> push(set)));
  }

  // distribution-spec after 1.1, end-7b
  @TestFactory
  Stream<DynamicContainer> content_that_is_tagged_by_the_push_of_its_digest() {
    return Stream.of("sha256", "sha512")
        .map(DataSets::tagParameters)
        .map(set -> workflows(set, () -> pushWithTags(set)));
  }

  @Test
  void a_manifest_of_another_digest_is_refused() {
    DataSet set = new DataSet("bad-digest", "sha256");
    set.image();
    pushBlobs(set);
    PushedManifest manifest = set.manifests().getFirst();
    byte[] padded = (new String(manifest.content().bytes(), UTF_8) + "  ").getBytes(UTF_8);
    String digest = manifest.content().digest();

    assertThat(put(digest, manifest.mediaType(), padded).status()).isEqualTo(400);
    assertThat(client.send("GET", OF + "/manifests/" + digest).status()).isEqualTo(404);
    assertThat(put("sha256:baddigeststring", manifest.mediaType(), padded).status()).isEqualTo(400);
    assertThat(client.send("GET", OF + "/manifests/sha256:baddigeststring").status())
        .isEqualTo(400);
    deleteBlobs(set);
  }

  @Test
  void a_manifest_that_nobody_pushed_is_not_found() {
    String digest = Content.random("sha256", 10, 2).digest();

    assertThat(client.send("GET", OF + "/manifests/" + digest).status()).isEqualTo(404);
    assertThat(client.send("GET", OF + "/manifests/missing-tag").status()).isEqualTo(404);
  }

  private static DynamicContainer workflows(DataSet set, Runnable push) {
    return dynamicContainer(
        set.name(),
        List.of(
            dynamicTest("push", push::run),
            dynamicTest("list", () -> list(set)),
            dynamicTest("head and pull", () -> pull(set)),
            dynamicTest("referrers", () -> referrers(set)),
            dynamicTest("delete", () -> delete(set))));
  }

  private static void push(DataSet set) {
    pushBlobs(set);
    for (PushedManifest manifest : set.manifests()) {
      Content content = manifest.content();
      accepted(put(content.digest(), manifest.mediaType(), content.bytes()), manifest);
    }
    set.tags()
        .forEach(
            (tag, digest) -> {
              PushedManifest manifest = of(set, digest);
              accepted(put(tag, manifest.mediaType(), manifest.content().bytes()), manifest);
            });
  }

  private static void pushWithTags(DataSet set) {
    pushBlobs(set);
    for (PushedManifest manifest : set.manifests()) {
      Content content = manifest.content();
      List<String> tags =
          set.tags().keySet().stream()
              .filter(tag -> content.digest().equals(set.tags().get(tag)))
              .toList();
      String query = tags.stream().map("tag="::concat).collect(Collectors.joining("&", "?", ""));

      Answer answer = put(content.digest() + query, manifest.mediaType(), content.bytes());

      accepted(answer, manifest);
      assertThat(answer.all("OCI-Tag")).containsExactlyElementsOf(tags);
    }
  }

  private static void pushBlobs(DataSet set) {
    for (Content blob : set.blobs()) {
      String uploads = OF + "/blobs/uploads/?digest=" + blob.digest();
      assertThat(client.send("POST", uploads, blob.bytes()).status()).isEqualTo(201);
    }
  }

  private static Answer put(String reference, String mediaType, byte[] bytes) {
    return client.send("PUT", OF + "/manifests/" + reference, bytes, "Content-Type", mediaType);
  }

  private static void accepted(Answer answer, PushedManifest manifest) {
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("Docker-Content-Digest")).isEqualTo(manifest.content().digest());
    assertThat(answer.header("OCI-Subject")).isEqualTo(manifest.subject().orElse(""));
    Answer there = client.send("GET", answer.header("Location"));
    assertThat(there.status()).isEqualTo(200);
    assertThat(there.body()).isEqualTo(manifest.content().bytes());
    assertThat(there.header("Content-Type")).isEqualTo(manifest.mediaType());
  }

  private static void list(DataSet set) {
    List<String> tags = client.send("GET", OF + "/tags/list").texts("tags");
    assertThat(tags).isSorted().containsExactlyInAnyOrderElementsOf(set.tags().keySet());
    for (int i = 0; i < tags.size(); i++) {
      Answer rest = client.send("GET", OF + "/tags/list?last=" + tags.get(i));
      Answer one = client.send("GET", OF + "/tags/list?n=1&last=" + tags.get(i));
      assertThat(rest.texts("tags")).isEqualTo(tags.subList(i + 1, tags.size()));
      assertThat(one.texts("tags")).isEqualTo(tags.subList(i + 1, Math.min(i + 2, tags.size())));
    }
  }

  private static void pull(DataSet set) {
    for (PushedManifest manifest : set.manifests()) {
      pull(OF + "/manifests/" + manifest.content().digest(), manifest);
    }
    set.tags().forEach((tag, digest) -> pull(OF + "/manifests/" + tag, of(set, digest)));
    for (Content blob : set.blobs()) {
      pull(OF + "/blobs/" + blob.digest(), "application/octet-stream", blob);
    }
  }

  private static void pull(String address, PushedManifest manifest) {
    pull(address, manifest.mediaType(), manifest.content());
  }

  private static void pull(String address, String mediaType, Content content) {
    Answer head = client.send("HEAD", address, "Accept", mediaType);
    Answer get = client.send("GET", address, "Accept", mediaType);
    for (Answer answer : new Answer[] {head, get}) {
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("Content-Type")).isEqualTo(mediaType);
      assertThat(answer.header("Docker-Content-Digest")).isEqualTo(content.digest());
      assertThat(answer.header("Content-Length")).isEqualTo(String.valueOf(content.bytes().length));
    }
    assertThat(Arrays.equals(get.body(), content.bytes())).as(address).isTrue();
  }

  private static void referrers(DataSet set) {
    Set<String> subjects =
        set.manifests().stream()
            .flatMap(manifest -> manifest.subject().stream())
            .collect(Collectors.toSet());
    for (String subject : subjects) {
      List<JsonNode> expected =
          set.manifests().stream()
              .filter(manifest -> manifest.subject().filter(subject::equals).isPresent())
              .map(PushedManifest::descriptor)
              .toList();
      Answer all = client.send("GET", OF + "/referrers/" + subject);
      assertThat(all.header("Content-Type")).isEqualTo(DataSet.INDEX);
      assertThat(all.header("OCI-Filters-Applied")).isEmpty();
      assertThat(listed(all)).containsExactlyInAnyOrderElementsOf(expected);
      for (String type : types(expected)) {
        Answer filtered =
            client.send(
                "GET", OF + "/referrers/" + subject + "?artifactType=" + type.replace("+", "%2B"));
        assertThat(filtered.header("OCI-Filters-Applied")).isEqualTo("artifactType");
        assertThat(listed(filtered))
            .containsExactlyInAnyOrderElementsOf(
                expected.stream()
                    .filter(one -> one.path("artifactType").asString("").equals(type))
                    .toList());
      }
    }
  }

  private static Set<String> types(List<JsonNode> descriptors) {
    return descriptors.stream()
        .map(one -> one.path("artifactType").asString(""))
        .filter(type -> !type.isEmpty())
        .collect(Collectors.toSet());
  }

  private static List<JsonNode> listed(Answer answer) {
    return answer.json().path("manifests").values().stream().toList();
  }

  // tags first, then manifests from the last one pushed to the first, then blobs; what went with
  // its last tag is gone already
  private static void delete(DataSet set) {
    Set<String> gone = new HashSet<>();
    set.tags()
        .forEach(
            (tag, digest) -> {
              deleted(OF + "/manifests/" + tag);
              if (client.send("HEAD", OF + "/manifests/" + digest).status() == 404) {
                gone.add(digest);
              }
            });
    for (PushedManifest manifest : set.manifests().reversed()) {
      if (!gone.contains(manifest.content().digest())) {
        deleted(OF + "/manifests/" + manifest.content().digest());
      }
    }
    assertThat(client.send("GET", OF + "/tags/list").texts("tags")).isEmpty();
    deleteBlobs(set);
  }

  private static void deleteBlobs(DataSet set) {
    set.blobs().forEach(blob -> deleted(OF + "/blobs/" + blob.digest()));
  }

  private static void deleted(String address) {
    assertThat(client.send("DELETE", address).status()).as(address).isEqualTo(202);
    assertThat(client.send("HEAD", address).status()).as(address).isEqualTo(404);
  }

  private static PushedManifest of(DataSet set, String digest) {
    return set.manifests().stream()
        .filter(manifest -> manifest.content().digest().equals(digest))
        .findFirst()
        .orElseThrow();
  }
}
