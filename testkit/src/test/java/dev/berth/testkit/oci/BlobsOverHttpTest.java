package dev.berth.testkit.oci;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testkit.RunningBerth;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.EncryptionType;

/** Pulling, mounting and deleting layers (distribution-spec, "Pulling blobs"). */
class BlobsOverHttpTest {
  private static final byte[] LAYER = Manifests.bytes("0123456789");
  private static final String DIGEST = Manifests.digest(LAYER);
  private static final String BLOB = "/v2/app/blobs/" + DIGEST;

  private static RunningBerth berth;
  private static RegistryClient client;

  @BeforeAll
  static void start(@TempDir Path data) {
    berth = RunningBerth.on(data);
    berth.createRepository("app");
    berth.createRepository("other");
    client = RegistryClient.of(berth);
    client.push("app", LAYER);
  }

  @AfterAll
  static void stop() {
    berth.close();
  }

  // V2-10, V2-11
  @Test
  void head_tells_what_get_sends() {
    Answer head = client.send("HEAD", BLOB);
    Answer get = client.send("GET", BLOB);

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.header("Content-Length")).isEqualTo("10");
    assertThat(head.header("Docker-Content-Digest")).isEqualTo(DIGEST);
    assertThat(head.body()).isEmpty();
    assertThat(get.status()).isEqualTo(200);
    assertThat(get.header("Docker-Content-Digest")).isEqualTo(DIGEST);
    assertThat(get.body()).isEqualTo(LAYER);
  }

  @Test
  void a_part_of_a_layer_can_be_had() {
    Answer middle = client.send("GET", BLOB, "Range", "bytes=2-4");
    Answer rest = client.send("GET", BLOB, "Range", "bytes=7-");
    Answer end = client.send("GET", BLOB, "Range", "bytes=-2");
    Answer beyond = client.send("GET", BLOB, "Range", "bytes=10-");

    assertThat(middle.status()).isEqualTo(206);
    assertThat(middle.header("Content-Range")).isEqualTo("bytes 2-4/10");
    assertThat(middle.text()).isEqualTo("234");
    assertThat(rest.text()).isEqualTo("789");
    assertThat(end.text()).isEqualTo("89");
    assertThat(beyond.status()).isEqualTo(416);
    assertThat(beyond.header("Content-Range")).isEqualTo("bytes */10");
  }

  @Test
  void a_range_without_bytes_is_refused_and_several_are_not_taken_apart() {
    for (String none : new String[] {"bytes=5-0", "bytes=20-30", "bytes=-0"}) {
      Answer answer = client.send("GET", BLOB, "Range", none);

      assertThat(answer.status()).as(none).isEqualTo(416);
      assertThat(answer.header("Content-Range")).as(none).isEqualTo("bytes */10");
    }
    Answer cut = client.send("GET", BLOB, "Range", "bytes=8-5000");
    Answer several = client.send("GET", BLOB, "Range", "bytes=0-1,4-5");

    assertThat(cut.status()).isEqualTo(206);
    assertThat(cut.header("Content-Range")).isEqualTo("bytes 8-9/10");
    assertThat(cut.header("Content-Length")).isEqualTo("2");
    assertThat(several.status()).isEqualTo(200);
    assertThat(several.body()).isEqualTo(LAYER);
  }

  @Test
  void a_range_of_another_version_is_the_whole_layer() {
    Answer same = client.send("GET", BLOB, "Range", "bytes=0-1", "If-Range", "\"" + DIGEST + "\"");
    Answer other = client.send("GET", BLOB, "Range", "bytes=0-1", "If-Range", "\"older\"");

    assertThat(same.status()).isEqualTo(206);
    assertThat(other.status()).isEqualTo(200);
    assertThat(other.body()).isEqualTo(LAYER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"%s\"", "W/\"%s\"", "\"other\", \"%s\"", "*"})
  void a_layer_that_the_client_has_is_not_sent_again(String known) {
    for (String method : new String[] {"GET", "HEAD"}) {
      Answer answer = client.send(method, BLOB, "If-None-Match", known.formatted(DIGEST));

      assertThat(answer.status()).as(method).isEqualTo(304);
      assertThat(answer.header("ETag")).as(method).isEqualTo("\"" + DIGEST + "\"");
      assertThat(answer.header("Docker-Content-Digest")).as(method).isEqualTo(DIGEST);
      assertThat(answer.body()).as(method).isEmpty();
    }
    Answer other = client.send("GET", BLOB, "If-None-Match", "\"x" + DIGEST + "\"");
    assertThat(other.status()).isEqualTo(200);
    assertThat(other.body()).isEqualTo(LAYER);
  }

  @Test
  void a_layer_that_nobody_pushed_is_unknown() {
    Answer answer = client.send("GET", "/v2/app/blobs/" + Manifests.digest("nobody"));

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo("BLOB_UNKNOWN");
  }

  // LY-13: a digest that is known from elsewhere opens nothing
  @Test
  void a_layer_of_one_repository_is_unknown_in_another() {
    byte[] secret = Manifests.bytes("only in app");
    String digest = client.push("app", secret);

    assertThat(client.send("HEAD", "/v2/other/blobs/" + digest).status()).isEqualTo(404);
    assertThat(client.send("GET", "/v2/other/blobs/" + digest).status()).isEqualTo(404);
    String image = Manifests.image(secret, secret);
    assertThat(client.putManifest("other", "v1", Manifests.OCI_IMAGE, image).code())
        .isEqualTo("MANIFEST_BLOB_UNKNOWN");
  }

  // V2-24, V2-25
  @Test
  void a_layer_is_mounted_from_another_repository() {
    byte[] layer = Manifests.bytes("mounted");
    String digest = client.push("app", layer);

    Answer mounted = mount(digest, "app");

    assertThat(mounted.status()).isEqualTo(201);
    assertThat(mounted.header("Location")).isEqualTo("/v2/other/blobs/" + digest);
    assertThat(mounted.header("Docker-Content-Digest")).isEqualTo(digest);
    assertThat(client.send("GET", "/v2/other/blobs/" + digest).body()).isEqualTo(layer);
  }

  // V2-25, V2-28
  @Test
  void a_mount_that_cannot_be_is_an_upload() {
    String unknown = Manifests.digest("nowhere");

    for (String from : new String[] {"app", "missing", "NO%20NAME"}) {
      Answer answer = mount(unknown, from);

      assertThat(answer.status()).as(from).isEqualTo(202);
      assertThat(answer.header("Location")).as(from).startsWith("/v2/other/blobs/uploads/");
    }
  }

  // oci-behaviour 2.5
  @Test
  void a_layer_is_mounted_from_wherever_it_is_when_no_source_is_named() {
    byte[] layer = Manifests.bytes("mounted from anywhere");
    String digest = client.push("app", layer);

    for (String query : new String[] {"?mount=" + digest, "?mount=" + digest + "&from="}) {
      Answer mounted = client.send("POST", "/v2/other/blobs/uploads/" + query);

      assertThat(mounted.status()).as(query).isEqualTo(201);
      assertThat(mounted.header("Location")).as(query).isEqualTo("/v2/other/blobs/" + digest);
      assertThat(mounted.header("Docker-Content-Digest")).as(query).isEqualTo(digest);
    }
    assertThat(client.send("GET", "/v2/other/blobs/" + digest).body()).isEqualTo(layer);
  }

  // V2-27, oci-behaviour 2.5
  @Test
  void a_layer_that_nobody_holds_under_the_same_key_is_not_mounted_from_anywhere() {
    byte[] layer = Manifests.bytes("held under a key");
    try (EcrClient ecr = berth.ecr()) {
      ecr.createRepository(
          request ->
              request
                  .repositoryName("keyed")
                  .encryptionConfiguration(
                      kms -> kms.encryptionType(EncryptionType.KMS).kmsKey("key/one")));
    }
    String keyed = client.push("keyed", layer);

    for (String digest : new String[] {keyed, Manifests.digest("nowhere at all")}) {
      Answer answer = client.send("POST", "/v2/other/blobs/uploads/?mount=" + digest);

      assertThat(answer.status()).isEqualTo(202);
      assertThat(answer.header("Location")).startsWith("/v2/other/blobs/uploads/");
      assertThat(client.send("HEAD", "/v2/other/blobs/" + digest).status()).isEqualTo(404);
    }
    assertThat(client.send("POST", "/v2/other/blobs/uploads/?mount=sha256:abc").code())
        .isEqualTo("DIGEST_INVALID");
    assertThat(client.send("POST", "/v2/missing/blobs/uploads/?mount=" + DIGEST).code())
        .isEqualTo("NAME_UNKNOWN");
  }

  // V2-30
  @Test
  void a_mounted_layer_outlives_the_repository_it_came_from() {
    berth.createRepository("source");
    byte[] layer = Manifests.bytes("outlives its source");
    String digest = client.push("source", layer);
    mount(digest, "source");

    try (EcrClient ecr = berth.ecr()) {
      ecr.deleteRepository(request -> request.repositoryName("source").force(true));
    }

    assertThat(client.send("GET", "/v2/other/blobs/" + digest).body()).isEqualTo(layer);
  }

  @Test
  void a_layer_that_nothing_names_can_be_deleted() {
    String digest = client.push("app", Manifests.bytes("loose"));

    assertThat(client.send("DELETE", "/v2/app/blobs/" + digest).status()).isEqualTo(202);
    assertThat(client.send("GET", "/v2/app/blobs/" + digest).status()).isEqualTo(404);
    assertThat(client.send("DELETE", "/v2/app/blobs/" + digest).status()).isEqualTo(404);
  }

  @Test
  void a_layer_that_an_image_names_cannot_be_deleted() {
    byte[] layer = Manifests.bytes("named");
    String digest = client.push("app", layer);
    client.pushManifest("app", "named", Manifests.OCI_IMAGE, Manifests.image(layer, layer));

    Answer answer = client.send("DELETE", "/v2/app/blobs/" + digest);

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.code()).isEqualTo("UNSUPPORTED");
    assertThat(client.send("GET", "/v2/app/blobs/" + digest).body()).isEqualTo(layer);
  }

  private static Answer mount(String digest, String from) {
    return client.send("POST", "/v2/other/blobs/uploads/?mount=%s&from=%s".formatted(digest, from));
  }
}
