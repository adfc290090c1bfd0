package dev.berth.testkit.oci;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.server.config.ConfigKey;
import dev.berth.testkit.RunningBerth;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code oci.strict-ecr} changes, as the table at the head of the checklist's V2 says. */
class StrictEcrTest {
  private static final byte[] LAYER = Manifests.bytes("a layer");
  private static final String DIGEST = Manifests.digest(LAYER);

  private static RunningBerth berth;
  private static RegistryClient client;

  @BeforeAll
  static void start(@TempDir Path data) {
    berth = RunningBerth.on(data, settings -> settings.set(ConfigKey.OCI_STRICT_ECR, "true"));
    client = RegistryClient.of(berth);
    berth.createRepository("app");
    client.push("app", LAYER);
    client.pushManifest("app", "v1", Manifests.OCI_IMAGE, Manifests.image(LAYER, LAYER));
    client.pushManifest("app", "v2", Manifests.OCI_IMAGE, Manifests.image(LAYER, LAYER));
  }

  @AfterAll
  static void stop() {
    berth.close();
  }

  // V2-10
  @Test
  void a_layer_is_behind_an_address_that_needs_no_credential() {
    Answer answer = client.send("GET", "/v2/app/blobs/" + DIGEST);

    assertThat(answer.status()).isEqualTo(307);
    URI there = berth.endpoint().resolve(answer.header("Location"));
    assertThat(RegistryClient.anonymous(berth.endpoint()).send("GET", there.toString()).body())
        .isEqualTo(LAYER);
  }

  // V2-15
  @Test
  void an_upload_has_an_absolute_address() {
    assertThat(client.begin("app")).startsWith(berth.endpoint() + "/v2/app/blobs/uploads/");
  }

  // V2-18
  @Test
  void a_chunk_is_answered_with_201_and_a_range_that_stays() {
    String upload = client.begin("app");

    Answer first = client.send("PATCH", upload, Manifests.bytes("01234"));
    Answer second = client.send("PATCH", upload, Manifests.bytes("56789"));

    assertThat(first.status()).isEqualTo(201);
    assertThat(first.header("Range")).isEqualTo("0-4");
    assertThat(second.status()).isEqualTo(201);
    assertThat(second.header("Range")).isEqualTo("0-4");
  }

  // V2-07, V2-20
  @Test
  void more_than_a_thousand_items_are_refused() {
    Answer answer = client.send("GET", "/v2/app/tags/list?n=1001");

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.code()).isEqualTo("UNSUPPORTED");
    assertThat(answer.message())
        .isEqualTo(
            "Invalid parameter at 'maxResults' failed to satisfy constraint: 'Member must have"
                + " value less than or equal to 1000'");
  }

  // V2-21, V2-22
  @Test
  void a_link_is_absolute_and_opaque() {
    String link = client.send("GET", "/v2/app/tags/list?n=1").header("Link");

    assertThat(link).startsWith("<" + berth.endpoint() + "/v2/app/tags/list?n=1&last=");
    assertThat(link).doesNotContain("last=v1");
    String next = link.substring(1, link.indexOf('>'));
    assertThat(client.send("GET", next).texts("tags")).containsExactly("v2");
  }

  // V2-24 to V2-29
  @Test
  void no_layer_is_mounted() {
    berth.createRepository("target");

    for (String from : new String[] {"", "&from=app"}) {
      Answer answer = client.send("POST", "/v2/target/blobs/uploads/?mount=" + DIGEST + from);

      assertThat(answer.status()).as(from).isEqualTo(202);
    }
    assertThat(client.send("HEAD", "/v2/target/blobs/" + DIGEST).status()).isEqualTo(404);
  }

  // V2-40
  @Test
  void missing_layers_have_ecrs_code() {
    byte[] missing = Manifests.bytes("missing");

    Answer answer =
        client.putManifest("app", "v3", Manifests.OCI_IMAGE, Manifests.image(LAYER, missing));

    assertThat(answer.code()).isEqualTo("BLOB_UPLOAD_UNKNOWN");
    assertThat(answer.digests()).containsExactly(Manifests.digest(missing));
  }

  // V2-41
  @Test
  void a_wrong_digest_has_ecrs_code_and_text() {
    Answer answer =
        client.send(
            "PUT", client.begin("app") + "?digest=" + DIGEST, Manifests.bytes("something else"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("BLOB_UPLOAD_INVALID");
    assertThat(answer.message())
        .isEqualTo("None of the provided layer digests match the calculated layer digest");
  }

  // V2-42, IM-39
  @Test
  void nothing_is_neither_a_layer_nor_an_image() {
    Answer layer =
        client.send("PUT", client.begin("app") + "?digest=" + Manifests.digest(new byte[0]));
    Answer image = client.putManifest("app", "v4", Manifests.OCI_IMAGE, Manifests.image(LAYER));

    assertThat(layer.status()).isEqualTo(400);
    assertThat(layer.code()).isEqualTo("BLOB_UPLOAD_INVALID");
    assertThat(layer.message()).contains("does not have any parts");
    assertThat(image.message()).isEqualTo("Image has to have at least 1 layer");
  }

  // V2-14, IM-22
  @Test
  void the_only_tag_of_a_child_stays() {
    berth.createRepository("family");
    client.push("family", LAYER);
    String image = Manifests.image(LAYER, LAYER, LAYER);
    client.pushManifest("family", "child", Manifests.OCI_IMAGE, image);
    String index =
        client.pushManifest(
            "family",
            "index",
            Manifests.OCI_INDEX,
            Manifests.index(Manifests.OCI_INDEX, Manifests.OCI_IMAGE, image));

    Answer answer = client.send("DELETE", "/v2/family/manifests/child");

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.message()).contains(index);
    assertThat(client.send("GET", "/v2/family/manifests/child").status()).isEqualTo(200);
  }

  @Test
  void a_layer_is_never_deleted() {
    String loose = client.push("app", Manifests.bytes("loose"));

    Answer answer = client.send("DELETE", "/v2/app/blobs/" + loose);

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.code()).isEqualTo("UNSUPPORTED");
    assertThat(client.send("HEAD", "/v2/app/blobs/" + loose).status()).isEqualTo(200);
  }
}
