package dev.berth.testkit.oci;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testkit.RunningBerth;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;

/** Pushing, pulling and deleting manifests (distribution-spec, "Pushing manifests"). */
class ManifestsOverHttpTest {
  private static final byte[] CONFIG = Manifests.bytes("{}");
  private static final byte[] LAYER = Manifests.bytes("a layer");
  private static final String IMAGE = Manifests.image(CONFIG, LAYER);

  private static RunningBerth berth;
  private static RegistryClient client;

  @BeforeAll
  static void start(@TempDir Path data) {
    berth = RunningBerth.on(data);
    client = RegistryClient.of(berth);
    repository("app");
  }

  @AfterAll
  static void stop() {
    berth.close();
  }

  // V2-12, V2-45
  @Test
  void a_manifest_comes_back_as_it_was_pushed() {
    String digest = Manifests.digest(IMAGE);

    Answer put = client.putManifest("app", "v1", Manifests.OCI_IMAGE, IMAGE);
    Answer byTag = client.send("GET", "/v2/app/manifests/v1");
    Answer byDigest = client.send("GET", "/v2/app/manifests/" + digest);
    Answer head = client.send("HEAD", "/v2/app/manifests/v1");

    assertThat(put.status()).isEqualTo(201);
    assertThat(put.header("Location")).isEqualTo("/v2/app/manifests/" + digest);
    assertThat(put.header("Docker-Content-Digest")).isEqualTo(digest);
    for (Answer pulled : new Answer[] {byTag, byDigest, head}) {
      assertThat(pulled.status()).isEqualTo(200);
      assertThat(pulled.header("Content-Type")).isEqualTo(Manifests.OCI_IMAGE);
      assertThat(pulled.header("Docker-Content-Digest")).isEqualTo(digest);
    }
    assertThat(byTag.text()).isEqualTo(IMAGE);
    assertThat(byDigest.text()).isEqualTo(IMAGE);
    assertThat(head.header("Content-Length")).isEqualTo(String.valueOf(IMAGE.length()));
  }

  // oci-behaviour 2.6
  @Test
  void the_type_of_a_manifest_is_its_content_type_without_parameters_or_its_own() {
    String address = "/v2/app/manifests/typed";
    byte[] image = Manifests.bytes(IMAGE);

    for (Answer put :
        new Answer[] {
          client.send(
              "PUT", address, image, "Content-Type", Manifests.OCI_IMAGE + "; charset=utf-8"),
          client.send("PUT", address, image)
        }) {
      assertThat(put.status()).isEqualTo(201);
      assertThat(client.send("GET", address).header("Content-Type")).isEqualTo(Manifests.OCI_IMAGE);
    }
  }

  // oci-behaviour 2.2: containerd names the registry that it asks a mirror for
  @Test
  void the_namespace_of_a_mirror_changes_nothing() {
    String digest = client.pushManifest("app", "mirrored", Manifests.OCI_IMAGE, IMAGE);

    assertThat(client.send("GET", "/v2/app/manifests/mirrored?ns=docker.io").text())
        .isEqualTo(IMAGE);
    assertThat(client.send("GET", "/v2/app/manifests/" + digest + "?ns=docker.io").text())
        .isEqualTo(IMAGE);
    assertThat(client.send("GET", "/v2/app/blobs/" + Manifests.digest(LAYER) + "?ns=x").body())
        .isEqualTo(LAYER);
  }

  // oci-behaviour 1
  @Test
  void a_push_of_deprecated_layers_is_warned_about() {
    String foreign =
        IMAGE.replace(
            "\"layers\":[",
            "\"layers\":[{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":7},"
                .formatted(
                    "application/vnd.oci.image.layer.nondistributable.v1.tar",
                    Manifests.digest("elsewhere")));

    Answer warned = client.putManifest("app", "foreign", Manifests.OCI_IMAGE, foreign);
    Answer quiet = client.putManifest("app", "quiet", Manifests.OCI_IMAGE, IMAGE);

    assertThat(warned.status()).isEqualTo(201);
    assertThat(warned.header("Warning"))
        .matches("299 - \"Non-distributable layers are deprecated [^\"]+\"")
        .hasSizeLessThan(4096);
    assertThat(quiet.status()).isEqualTo(201);
    assertThat(quiet.header("Warning")).isEmpty();
  }

  // V2-37
  // IM-17, IM-18
  @Test
  void what_a_client_accepts_changes_nothing() {
    client.pushManifest("app", "accepted", Manifests.OCI_IMAGE, IMAGE);

    Answer answer =
        client.send("GET", "/v2/app/manifests/accepted", "Accept", Manifests.DOCKER_IMAGE);

    assertThat(answer.header("Content-Type")).isEqualTo(Manifests.OCI_IMAGE);
    assertThat(answer.text()).isEqualTo(IMAGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"%s\"", "W/\"%s\"", "\"other\",\"%s\"", "*"})
  void a_manifest_that_the_client_has_is_not_sent_again(String known) {
    String digest = client.pushManifest("app", "known", Manifests.OCI_IMAGE, IMAGE);

    for (String method : new String[] {"GET", "HEAD"}) {
      for (String reference : new String[] {"known", digest}) {
        Answer answer =
            client.send(
                method, "/v2/app/manifests/" + reference, "If-None-Match", known.formatted(digest));

        assertThat(answer.status()).as(method).isEqualTo(304);
        assertThat(answer.header("ETag")).as(method).isEqualTo("\"" + digest + "\"");
        assertThat(answer.header("Docker-Content-Digest")).as(method).isEqualTo(digest);
        assertThat(answer.body()).as(method).isEmpty();
      }
    }
    Answer moved =
        client.send(
            "GET",
            "/v2/app/manifests/known",
            "If-None-Match",
            "\"" + Manifests.digest("older") + "\"");
    assertThat(moved.status()).isEqualTo(200);
    assertThat(moved.text()).isEqualTo(IMAGE);
  }

  // distribution-spec after 1.1, end-7b
  @Test
  void a_push_by_digest_sets_the_tags_that_the_address_names() {
    repository("tagged");
    String digest = Manifests.digest(IMAGE);

    Answer answer =
        client.putManifest("tagged", digest + "?tag=v1&tag=v2&tag=v1", Manifests.OCI_IMAGE, IMAGE);

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("Location")).isEqualTo("/v2/tagged/manifests/" + digest);
    assertThat(answer.all("OCI-Tag")).containsExactly("v1", "v2");
    assertThat(client.send("GET", "/v2/tagged/tags/list").texts("tags"))
        .containsExactly("v1", "v2");
    assertThat(client.send("GET", "/v2/tagged/manifests/v2").text()).isEqualTo(IMAGE);
  }

  @Test
  void tags_of_an_address_are_taken_all_or_none() {
    repository("untaggable");
    String digest = Manifests.digest(IMAGE);
    String many =
        IntStream.rangeClosed(0, 100)
            .mapToObj("tag=t%d"::formatted)
            .collect(Collectors.joining("&"));

    Answer broken =
        client.putManifest("untaggable", digest + "?tag=v1&tag=-v2", Manifests.OCI_IMAGE, IMAGE);
    Answer tooMany =
        client.putManifest("untaggable", digest + "?" + many, Manifests.OCI_IMAGE, IMAGE);

    assertThat(broken.status()).isEqualTo(400);
    assertThat(broken.code()).isEqualTo("TAG_INVALID");
    assertThat(tooMany.status()).isEqualTo(414);
    assertThat(client.send("GET", "/v2/untaggable/manifests/" + digest).status()).isEqualTo(404);
    assertThat(client.send("GET", "/v2/untaggable/tags/list").texts("tags")).isEmpty();
  }

  @Test
  void every_kind_of_manifest_is_taken() {
    String docker = Manifests.dockerImage(CONFIG, LAYER);
    String artifact = Manifests.artifact("application/vnd.cncf.helm.config.v1+json", CONFIG, LAYER);
    String empty = Manifests.image(CONFIG);
    client.pushManifest("app", "oci", Manifests.OCI_IMAGE, IMAGE);
    client.pushManifest("app", "docker", Manifests.DOCKER_IMAGE, docker);
    client.pushManifest("app", "artifact", Manifests.OCI_IMAGE, artifact);
    client.pushManifest("app", "empty", Manifests.OCI_IMAGE, empty);
    client.pushManifest(
        "app",
        "index",
        Manifests.OCI_INDEX,
        Manifests.index(Manifests.OCI_INDEX, Manifests.OCI_IMAGE, IMAGE, artifact));
    client.pushManifest(
        "app",
        "list",
        Manifests.DOCKER_LIST,
        Manifests.index(Manifests.DOCKER_LIST, Manifests.DOCKER_IMAGE, docker));

    assertThat(client.send("GET", "/v2/app/manifests/docker").header("Content-Type"))
        .isEqualTo(Manifests.DOCKER_IMAGE);
    assertThat(client.send("GET", "/v2/app/manifests/index").header("Content-Type"))
        .isEqualTo(Manifests.OCI_INDEX);
    assertThat(client.send("GET", "/v2/app/manifests/list").header("Content-Type"))
        .isEqualTo(Manifests.DOCKER_LIST);
    assertThat(client.send("GET", "/v2/app/manifests/empty").text()).isEqualTo(empty);
  }

  @Test
  void a_manifest_is_pushed_under_its_own_digest_only() {
    String digest = Manifests.digest(IMAGE);

    assertThat(client.putManifest("app", digest, Manifests.OCI_IMAGE, IMAGE).status())
        .isEqualTo(201);
    Answer other =
        client.putManifest("app", Manifests.digest("another"), Manifests.OCI_IMAGE, IMAGE);
    assertThat(other.status()).isEqualTo(400);
    assertThat(other.code()).isEqualTo("DIGEST_INVALID");
  }

  // V2-34
  @Test
  void a_push_that_is_repeated_is_answered_alike() {
    Answer first = client.putManifest("app", "again", Manifests.OCI_IMAGE, IMAGE);
    Answer second = client.putManifest("app", "again", Manifests.OCI_IMAGE, IMAGE);

    assertThat(first.status()).isEqualTo(201);
    assertThat(second.status()).isEqualTo(201);
    assertThat(second.header("Location")).isEqualTo(first.header("Location"));
  }

  // V2-05, V2-39
  @Test
  void a_tag_that_is_immutable_stays_where_it_is() {
    repository("fixed");
    try (EcrClient ecr = berth.ecr()) {
      ecr.putImageTagMutability(
          request ->
              request.repositoryName("fixed").imageTagMutability(ImageTagMutability.IMMUTABLE));
    }
    client.pushManifest("fixed", "v1", Manifests.OCI_IMAGE, IMAGE);

    Answer same = client.putManifest("fixed", "v1", Manifests.OCI_IMAGE, IMAGE);
    Answer other =
        client.putManifest("fixed", "v1", Manifests.OCI_IMAGE, Manifests.image(LAYER, LAYER));

    assertThat(same.status()).isEqualTo(201);
    assertThat(other.status()).isEqualTo(400);
    assertThat(other.code()).isEqualTo("TAG_INVALID");
    assertThat(other.message())
        .isEqualTo(
            "The image tag 'v1' already exists in the 'fixed' repository and cannot be overwritten"
                + " because the tag is immutable.");
    assertThat(client.send("GET", "/v2/fixed/manifests/v1").text()).isEqualTo(IMAGE);
  }

  // V2-40
  @Test
  void layers_that_are_missing_are_listed() {
    byte[] one = Manifests.bytes("missing one");
    byte[] two = Manifests.bytes("missing two");

    Answer answer =
        client.putManifest(
            "app", "missing", Manifests.OCI_IMAGE, Manifests.image(CONFIG, LAYER, one, two));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("MANIFEST_BLOB_UNKNOWN");
    assertThat(answer.digests())
        .containsExactlyInAnyOrder(Manifests.digest(one), Manifests.digest(two));
    assertThat(client.send("GET", "/v2/app/manifests/missing").status()).isEqualTo(404);
  }

  // V2-06
  @Test
  void children_that_are_missing_are_listed() {
    String child = Manifests.image(LAYER, CONFIG, CONFIG);
    String index = Manifests.index(Manifests.OCI_INDEX, Manifests.OCI_IMAGE, child);

    Answer answer = client.putManifest("app", "childless", Manifests.OCI_INDEX, index);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("MANIFEST_BLOB_UNKNOWN");
    assertThat(answer.digests()).containsExactly(Manifests.digest(child));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nothing",
        "[]",
        "{\"schemaVersion\":2} {}",
        "{\"schemaVersion\":2",
        "{\"schemaVersion\":2,\"mediaType\":\"" + Manifests.OCI_IMAGE + "\"}"
      })
  void what_is_no_manifest_is_refused(String text) {
    Answer answer = client.putManifest("app", "refused", Manifests.OCI_IMAGE, text);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("MANIFEST_INVALID");
    assertThat(client.send("GET", "/v2/app/manifests/refused").status()).isEqualTo(404);
  }

  @Test
  void a_document_that_is_image_and_index_is_refused() {
    String both = IMAGE.substring(0, IMAGE.length() - 1) + ",\"manifests\":[]}";

    Answer answer = client.putManifest("app", "refused", Manifests.OCI_IMAGE, both);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("MANIFEST_INVALID");
  }

  @Test
  void a_type_that_the_document_denies_is_refused() {
    Answer answer = client.putManifest("app", "refused", Manifests.DOCKER_IMAGE, IMAGE);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("MANIFEST_INVALID");
  }

  @Test
  void a_layer_of_another_size_than_it_has_is_refused() {
    String wrong =
        IMAGE.replace("\"size\":" + LAYER.length + "}]", "\"size\":" + (LAYER.length + 1) + "}]");
    assertThat(wrong).isNotEqualTo(IMAGE);

    Answer answer = client.putManifest("app", "refused", Manifests.OCI_IMAGE, wrong);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("SIZE_INVALID");
  }

  @Test
  void a_media_type_that_is_no_manifests_is_refused() {
    Answer unknown =
        client.putManifest(
            "app", "refused", "application/vnd.example+json", "{\"schemaVersion\":2}");
    Answer withdrawn =
        client.putManifest(
            "app",
            "refused",
            "application/vnd.oci.artifact.manifest.v1+json",
            "{\"mediaType\":\"application/vnd.oci.artifact.manifest.v1+json\"}");

    assertThat(unknown.status()).isEqualTo(405);
    assertThat(unknown.code()).isEqualTo("UNSUPPORTED");
    assertThat(withdrawn.status()).isEqualTo(405);
    assertThat(withdrawn.message()).contains("withdrawn");
  }

  @Test
  void docker_schema_1_is_refused_by_name() {
    Answer answer =
        client.putManifest(
            "app",
            "refused",
            "application/vnd.docker.distribution.manifest.v1+prettyjws",
            "{\"schemaVersion\":1,\"fsLayers\":[]}");

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.code()).isEqualTo("UNSUPPORTED");
    assertThat(answer.message()).contains("schema 1");
  }

  @Test
  void a_manifest_above_four_mebibytes_is_too_large() {
    String padded = IMAGE + " ".repeat(4 * 1024 * 1024);

    Answer sized = client.putManifest("app", "large", Manifests.OCI_IMAGE, padded);
    Answer streamed =
        client.stream(
            "PUT",
            "/v2/app/manifests/large",
            Manifests.bytes(padded),
            "Content-Type",
            Manifests.OCI_IMAGE);

    assertThat(sized.status()).isEqualTo(413);
    assertThat(sized.code()).isEqualTo("SIZE_INVALID");
    assertThat(streamed.status()).isEqualTo(413);
    assertThat(client.send("GET", "/v2/app/manifests/large").status()).isEqualTo(404);
  }

  // V2-38
  @ParameterizedTest
  @CsvSource({
    ".v1, TAG_INVALID",
    "-v1, TAG_INVALID",
    "a+b, TAG_INVALID",
    "sha256:abc, DIGEST_INVALID",
    "sha256:XYZ, DIGEST_INVALID"
  })
  void a_reference_that_is_none_is_refused(String reference, String code) {
    Answer put = client.putManifest("app", reference, Manifests.OCI_IMAGE, IMAGE);
    Answer get = client.send("GET", "/v2/app/manifests/" + reference);

    assertThat(put.status()).isEqualTo(400);
    assertThat(put.code()).isEqualTo(code);
    assertThat(get.status()).isEqualTo(400);
  }

  @Test
  void a_tag_of_129_characters_is_refused() {
    assertThat(client.putManifest("app", "t".repeat(128), Manifests.OCI_IMAGE, IMAGE).status())
        .isEqualTo(201);
    assertThat(client.putManifest("app", "t".repeat(129), Manifests.OCI_IMAGE, IMAGE).code())
        .isEqualTo("TAG_INVALID");
  }

  @ParameterizedTest
  @ValueSource(strings = {"App", "a", "-app", "app//x", "app..x", "app/", "%2e%2e/app"})
  void a_name_that_is_none_is_refused(String name) {
    Answer answer = client.send("GET", "/v2/" + name + "/manifests/v1");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("NAME_INVALID");
  }

  // V2-03, V2-04
  @Test
  void what_does_not_exist_is_not_found() {
    Answer repository = client.send("GET", "/v2/missing/manifests/v1");
    Answer tag = client.send("GET", "/v2/app/manifests/missing-tag");
    Answer digest = client.send("GET", "/v2/app/manifests/" + Manifests.digest("missing"));

    assertThat(repository.status()).isEqualTo(404);
    assertThat(repository.code()).isEqualTo("NAME_UNKNOWN");
    assertThat(repository.message())
        .isEqualTo(
            "The repository with name 'missing' does not exist in the registry with id"
                + " '000000000000'");
    assertThat(tag.status()).isEqualTo(404);
    assertThat(tag.code()).isEqualTo("MANIFEST_UNKNOWN");
    assertThat(tag.message()).isEqualTo("Requested image not found");
    assertThat(digest.code()).isEqualTo("MANIFEST_UNKNOWN");
  }

  // V2-13
  @Test
  void deleting_a_digest_takes_its_tags_along() {
    repository("deleted");
    String digest = client.pushManifest("deleted", "one", Manifests.OCI_IMAGE, IMAGE);
    client.pushManifest("deleted", "two", Manifests.OCI_IMAGE, IMAGE);

    Answer answer = client.send("DELETE", "/v2/deleted/manifests/" + digest);

    assertThat(answer.status()).isEqualTo(202);
    assertThat(client.send("GET", "/v2/deleted/manifests/one").status()).isEqualTo(404);
    assertThat(client.send("GET", "/v2/deleted/manifests/" + digest).status()).isEqualTo(404);
    assertThat(client.send("GET", "/v2/deleted/tags/list").texts("tags")).isEmpty();
    assertThat(client.send("DELETE", "/v2/deleted/manifests/" + digest).status()).isEqualTo(404);
  }

  // IM-19, IM-20 at /v2
  @Test
  void deleting_a_tag_leaves_the_others() {
    repository("untagged");
    String digest = client.pushManifest("untagged", "one", Manifests.OCI_IMAGE, IMAGE);
    client.pushManifest("untagged", "two", Manifests.OCI_IMAGE, IMAGE);

    assertThat(client.send("DELETE", "/v2/untagged/manifests/one").status()).isEqualTo(202);
    assertThat(client.send("GET", "/v2/untagged/tags/list").texts("tags")).containsExactly("two");
    assertThat(client.send("GET", "/v2/untagged/manifests/" + digest).status()).isEqualTo(200);
  }

  // V2-14
  @Test
  void a_child_lives_as_long_as_its_index() {
    repository("family");
    String child = client.pushManifest("family", "child", Manifests.OCI_IMAGE, IMAGE);
    String index =
        client.pushManifest(
            "family",
            "index",
            Manifests.OCI_INDEX,
            Manifests.index(Manifests.OCI_INDEX, Manifests.OCI_IMAGE, IMAGE));

    Answer early = client.send("DELETE", "/v2/family/manifests/" + child);
    client.send("DELETE", "/v2/family/manifests/" + index);
    Answer late = client.send("DELETE", "/v2/family/manifests/" + child);

    assertThat(early.status()).isEqualTo(405);
    assertThat(early.code()).isEqualTo("UNSUPPORTED");
    assertThat(early.message()).contains(index);
    assertThat(late.status()).isEqualTo(202);
  }

  @Test
  void the_only_tag_of_a_child_goes_and_the_child_stays() {
    repository("untagged-child");
    String child = client.pushManifest("untagged-child", "child", Manifests.OCI_IMAGE, IMAGE);
    client.pushManifest(
        "untagged-child",
        "index",
        Manifests.OCI_INDEX,
        Manifests.index(Manifests.OCI_INDEX, Manifests.OCI_IMAGE, IMAGE));

    assertThat(client.send("DELETE", "/v2/untagged-child/manifests/child").status()).isEqualTo(202);
    assertThat(client.send("GET", "/v2/untagged-child/manifests/child").status()).isEqualTo(404);
    assertThat(client.send("GET", "/v2/untagged-child/manifests/" + child).text()).isEqualTo(IMAGE);
  }

  private static void repository(String name) {
    berth.createRepository(name);
    client.push(name, CONFIG);
    client.push(name, LAYER);
  }
}
