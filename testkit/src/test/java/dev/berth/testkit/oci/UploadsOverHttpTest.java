package dev.berth.testkit.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.berth.testkit.RunningBerth;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ways in which a layer is pushed (distribution-spec, "Pushing blobs"). */
class UploadsOverHttpTest {
  private static final String UPLOADS = "/v2/app/blobs/uploads/";
  private static final String UUID =
      "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

  private static RunningBerth berth;
  private static RegistryClient client;

  @BeforeAll
  static void start(@TempDir Path data) {
    berth = RunningBerth.on(data);
    berth.createRepository("app");
    client = RegistryClient.of(berth);
  }

  @AfterAll
  static void stop() {
    berth.close();
  }

  // V2-15
  @Test
  void an_upload_begins_with_a_relative_address_and_nothing_received() {
    Answer answer = client.send("POST", UPLOADS);

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.header("Location")).matches(UPLOADS + UUID);
    assertThat(answer.header("Docker-Upload-UUID")).matches(UUID);
    assertThat(answer.header("Range")).isEqualTo("0-0");
  }

  // distribution-spec after 1.1, end-4c
  @Test
  void an_upload_begins_under_an_algorithm_that_is_known() {
    for (String known : new String[] {"sha256", "sha512"}) {
      assertThat(client.send("POST", UPLOADS + "?digest-algorithm=" + known).status())
          .isEqualTo(202);
    }
    Answer unknown = client.send("POST", UPLOADS + "?digest-algorithm=md5");

    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown.code()).isEqualTo("DIGEST_INVALID");
  }

  // oci-behaviour 2.4: docker does so for a layer without bytes
  @Test
  void a_chunk_without_bytes_is_taken() {
    byte[] layer = bytes("after nothing");
    String upload = client.begin("app");

    Answer empty = client.send("PATCH", upload, new byte[0]);
    Answer streamed = client.stream("PATCH", upload, new byte[0]);
    Answer closed = client.send("PUT", closing(upload, layer), layer);

    assertThat(empty.status()).isEqualTo(202);
    assertThat(empty.header("Range")).isEqualTo("0-0");
    assertThat(streamed.status()).isEqualTo(202);
    assertThat(closed.status()).isEqualTo(201);
  }

  // V2-19
  @Test
  void a_layer_is_pushed_with_one_post() {
    byte[] layer = bytes("in one request");
    String digest = Manifests.digest(layer);

    Answer answer = client.send("POST", UPLOADS + "?digest=" + digest, layer);

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("Location")).isEqualTo("/v2/app/blobs/" + digest);
    assertThat(answer.header("Docker-Content-Digest")).isEqualTo(digest);
    assertThat(pulled(digest)).isEqualTo(layer);
  }

  // V2-19
  @Test
  void a_layer_is_pushed_with_post_and_put() {
    byte[] layer = bytes("in two requests");

    Answer answer = client.send("PUT", closing(client.begin("app"), layer), layer);

    assertThat(answer.status()).isEqualTo(201);
    assertThat(pulled(Manifests.digest(layer))).isEqualTo(layer);
  }

  // V2-16, V2-18
  @Test
  void a_stream_needs_neither_length_nor_range() {
    byte[] layer = bytes("a stream of bytes ".repeat(20_000));
    String upload = client.begin("app");

    Answer patched = client.stream("PATCH", upload, layer);
    Answer closed = client.send("PUT", closing(upload, layer));

    assertThat(patched.status()).isEqualTo(202);
    assertThat(patched.header("Range")).isEqualTo("0-" + (layer.length - 1));
    assertThat(patched.header("Location")).isEqualTo(upload);
    assertThat(closed.status()).isEqualTo(201);
    assertThat(pulled(Manifests.digest(layer))).isEqualTo(layer);
  }

  // V2-17
  @Test
  void chunks_move_the_range_on() {
    byte[] layer = bytes("0123456789");
    String upload = client.begin("app");

    Answer first = client.send("PATCH", upload, bytes("01234"), "Content-Range", "0-4");
    Answer status = client.send("GET", upload);
    Answer second = client.send("PATCH", upload, bytes("567"), "Content-Range", "5-7");
    Answer closed = client.send("PUT", closing(upload, layer), bytes("89"), "Content-Range", "8-9");

    assertThat(first.status()).isEqualTo(202);
    assertThat(first.header("Range")).isEqualTo("0-4");
    assertThat(status.status()).isEqualTo(204);
    assertThat(status.header("Range")).isEqualTo("0-4");
    assertThat(status.header("Location")).isEqualTo(upload);
    assertThat(second.header("Range")).isEqualTo("0-7");
    assertThat(closed.status()).isEqualTo(201);
    assertThat(pulled(Manifests.digest(layer))).isEqualTo(layer);
  }

  // V2-17, V2-43
  @Test
  void a_chunk_in_the_wrong_place_leaves_the_upload_usable() {
    byte[] layer = bytes("abcdefgh");
    String upload = client.begin("app");
    client.send("PATCH", upload, bytes("abcd"), "Content-Range", "0-3");

    Answer gap = client.send("PATCH", upload, bytes("h"), "Content-Range", "7-7");
    Answer again = client.send("PATCH", upload, bytes("abcd"), "Content-Range", "0-3");
    Answer nonsense = client.send("PATCH", upload, bytes("e"), "Content-Range", "bytes 4-4/8");
    Answer closed =
        client.send("PUT", closing(upload, layer), bytes("efgh"), "Content-Range", "4-7");

    assertThat(gap.status()).isEqualTo(416);
    assertThat(gap.code()).isEqualTo("BLOB_UPLOAD_INVALID");
    assertThat(gap.message()).isEqualTo("First byte of the layer part is 7 instead of 4");
    assertThat(gap.header("Range")).isEqualTo("0-3");
    assertThat(again.status()).isEqualTo(416);
    assertThat(nonsense.status()).isEqualTo(416);
    assertThat(closed.status()).isEqualTo(201);
  }

  @Test
  void a_chunk_of_another_length_than_its_range_is_refused_and_not_kept() {
    String upload = client.begin("app");

    Answer tooShort = client.send("PATCH", upload, bytes("abc"), "Content-Range", "0-9");
    Answer tooLong = client.send("PATCH", upload, bytes("abc"), "Content-Range", "0-1");

    assertThat(tooShort.status()).isEqualTo(400);
    assertThat(tooShort.code()).isEqualTo("SIZE_INVALID");
    assertThat(tooLong.status()).isEqualTo(400);
    assertThat(client.send("GET", upload).header("Range")).isEqualTo("0-0");
  }

  // V2-41
  @Test
  void a_wrong_digest_is_refused_and_nothing_is_stored() {
    byte[] layer = bytes("not what it says");
    String other = Manifests.digest("what it says");
    String upload = client.begin("app");

    Answer closed = client.send("PUT", upload + "?digest=" + other, layer);
    Answer posted = client.send("POST", UPLOADS + "?digest=" + other, layer);

    assertThat(closed.status()).isEqualTo(400);
    assertThat(closed.code()).isEqualTo("DIGEST_INVALID");
    assertThat(posted.status()).isEqualTo(400);
    assertThat(posted.code()).isEqualTo("DIGEST_INVALID");
    assertThat(client.send("HEAD", "/v2/app/blobs/" + other).status()).isEqualTo(404);
    assertThat(client.send("HEAD", "/v2/app/blobs/" + Manifests.digest(layer)).status())
        .isEqualTo(404);
    assertThat(client.send("GET", upload).status()).isEqualTo(404);
  }

  @Test
  void a_close_needs_a_digest_that_is_one() {
    String upload = client.begin("app");

    assertThat(client.send("PUT", upload, bytes("x")).code()).isEqualTo("DIGEST_INVALID");
    for (String broken : new String[] {"sha256:abc", "md5:0123", "x"}) {
      Answer answer = client.send("PUT", upload + "?digest=" + broken, bytes("x"));

      assertThat(answer.status()).as(broken).isEqualTo(400);
      assertThat(answer.code()).as(broken).isEqualTo("DIGEST_INVALID");
    }
  }

  // V2-42
  @Test
  void a_layer_without_bytes_is_a_layer() {
    byte[] nothing = new byte[0];

    Answer answer = client.send("PUT", closing(client.begin("app"), nothing));

    assertThat(answer.status()).isEqualTo(201);
    assertThat(client.send("HEAD", "/v2/app/blobs/" + Manifests.digest(nothing)).status())
        .isEqualTo(200);
  }

  @Test
  void an_upload_that_is_cancelled_is_gone() {
    String upload = client.begin("app");
    client.send("PATCH", upload, bytes("never mind"));

    Answer cancelled = client.send("DELETE", upload);
    Answer after = client.send("GET", upload);

    assertThat(cancelled.status()).isEqualTo(204);
    assertThat(after.status()).isEqualTo(404);
    assertThat(after.code()).isEqualTo("BLOB_UPLOAD_UNKNOWN");
    assertThat(client.send("DELETE", upload).status()).isEqualTo(404);
  }

  @Test
  void an_upload_that_nobody_began_is_unknown() {
    String unknown = UPLOADS + "00000000-0000-4000-8000-000000000000";

    for (String method : new String[] {"GET", "PATCH", "DELETE"}) {
      Answer answer = client.send(method, unknown);

      assertThat(answer.status()).as(method).isEqualTo(404);
      assertThat(answer.code()).as(method).isEqualTo("BLOB_UPLOAD_UNKNOWN");
    }
    assertThat(client.send("GET", UPLOADS + "no-uuid").code()).isEqualTo("BLOB_UPLOAD_UNKNOWN");
  }

  @Test
  void an_upload_of_one_repository_is_unknown_in_another() {
    berth.createRepository("another");
    String upload = client.begin("app").replace("/app/", "/another/");

    assertThat(client.send("GET", upload).status()).isEqualTo(404);
    assertThat(client.send("PATCH", upload, bytes("x")).status()).isEqualTo(404);
  }

  // DESIGN I7
  @Test
  void a_close_that_is_repeated_is_answered_alike() {
    byte[] layer = bytes("closed twice");
    String closing = closing(client.begin("app"), layer);

    Answer first = client.send("PUT", closing, layer);
    Answer second = client.send("PUT", closing);

    assertThat(first.status()).isEqualTo(201);
    assertThat(second.status()).isEqualTo(201);
    assertThat(second.header("Location")).isEqualTo(first.header("Location"));
  }

  // DESIGN I1, I7
  @Test
  void a_client_that_goes_half_way_can_go_on_where_the_upload_stands() {
    byte[] layer = bytes("half a layer");
    String upload = client.begin("app");

    new RawRegistryClient(berth.endpoint(), client.authorization().orElseThrow())
        .breakOff("PATCH", upload, layer.length, bytes("half "));

    await()
        .untilAsserted(
            () -> assertThat(client.send("GET", upload).header("Range")).isEqualTo("0-4"));
    await()
        .untilAsserted(
            () ->
                assertThat(
                        client
                            .send("PATCH", upload, bytes("a layer"), "Content-Range", "5-11")
                            .status())
                    .isEqualTo(202));
    assertThat(client.send("PUT", closing(upload, layer)).status()).isEqualTo(201);
    assertThat(pulled(Manifests.digest(layer))).isEqualTo(layer);
  }

  // V2-03, V2-32
  @Test
  void a_push_to_a_repository_that_does_not_exist_creates_none() {
    Answer answer = client.send("POST", "/v2/missing/blobs/uploads/");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo("NAME_UNKNOWN");
    assertThat(answer.message())
        .isEqualTo(
            "The repository with name 'missing' does not exist in the registry with id"
                + " '000000000000'");
    assertThat(client.send("GET", "/v2/_catalog").texts("repositories")).doesNotContain("missing");
  }

  private static String closing(String upload, byte[] layer) {
    return upload + "?digest=" + Manifests.digest(layer);
  }

  private static byte[] pulled(String digest) {
    return client.send("GET", "/v2/app/blobs/" + digest).body();
  }

  private static byte[] bytes(String text) {
    return Manifests.bytes(text);
  }
}
