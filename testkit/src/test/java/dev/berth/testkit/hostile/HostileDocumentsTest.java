package dev.berth.testkit.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.guard.SignedCalls;
import dev.berth.testkit.guard.StoredState;
import dev.berth.testkit.oci.Answer;
import dev.berth.testkit.oci.Manifests;
import dev.berth.testkit.oci.RegistryClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents that are larger, deeper or more than one thing at once (threats T23 and T28). */
@TestInstance(Lifecycle.PER_CLASS)
class HostileDocumentsTest {
  private static final byte[] CONFIG = Manifests.bytes("{}");
  private static final byte[] LAYER = Manifests.bytes("a layer");
  private static final String IMAGE = Manifests.image(CONFIG, LAYER);
  private static final int AS_MANY_AS_FIT = 25_000;
  private static final int SMALL_ANSWER = 64 * 1024;

  private Path data;
  private RunningBerth berth;
  private RegistryClient client;
  private SignedCalls calls;

  @BeforeAll
  void start(@TempDir Path folder) {
    data = folder;
    berth = RunningBerth.on(data);
    berth.createRepository("documents");
    client = RegistryClient.of(berth);
    calls = SignedCalls.of(berth.access());
    client.push("documents", CONFIG);
    client.push("documents", LAYER);
    client.pushManifest("documents", "child", Manifests.OCI_IMAGE, IMAGE);
  }

  @AfterAll
  void stop() {
    berth.close();
  }

  @Test
  void as_many_missing_layers_as_4_mib_hold_are_refused_in_a_few_words() {
    Answer answer = put(imageOf(missing(AS_MANY_AS_FIT)));

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.message()).isEqualTo("Limit on number of layers per image exceeded");
    assertThat(answer.body()).hasSizeLessThan(1000);
  }

  @Test
  void as_many_times_the_same_layer_as_4_mib_hold_is_refused_alike() {
    Answer answer = put(imageOf(Collections.nCopies(AS_MANY_AS_FIT, Manifests.digest(LAYER))));

    assertThat(answer.status()).isEqualTo(405);
  }

  @Test
  void a_refusal_names_a_hundred_missing_layers_at_most_and_stays_small() {
    Answer answer = put(imageOf(missing(499)));

    assertThat(answer.code()).isEqualTo("MANIFEST_BLOB_UNKNOWN");
    assertThat(answer.digests()).hasSize(100).isEqualTo(missing(100));
    assertThat(answer.body()).hasSizeLessThan(SMALL_ANSWER);
  }

  @Test
  void an_index_of_as_many_missing_images_as_4_mib_hold_is_refused_in_a_small_answer() {
    Answer answer = put(indexOf(missing(AS_MANY_AS_FIT), 7));

    assertThat(answer.code()).isEqualTo("MANIFEST_BLOB_UNKNOWN");
    assertThat(answer.digests()).hasSize(100).isEqualTo(missing(100));
    assertThat(answer.body()).hasSizeLessThan(SMALL_ANSWER);
  }

  @Test
  void an_index_of_the_same_image_again_and_again_is_stored_with_one_edge() {
    int edges = StoredState.of(data).count("image_child");
    String index =
        indexOf(Collections.nCopies(AS_MANY_AS_FIT, Manifests.digest(IMAGE)), IMAGE.length());

    assertThat(put(index).status()).isEqualTo(201);
    assertThat(StoredState.of(data).count("image_child")).isEqualTo(edges + 1);
    assertThat(client.send("GET", "/v2/documents/manifests/x").text()).isEqualTo(index);
    assertThat(client.send("DELETE", "/v2/documents/manifests/" + Manifests.digest(index)).status())
        .isEqualTo(202);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"schemaVersion\":2,\"schemaVersion\":2",
        "\"schemaVersion\":2,\"schemaVersi\\u006fn\":1",
        "\"schemaVersion\":2.0",
        "\"schemaVersion\":2e0",
        "\"schemaVersion\":02",
        "\"schemaVersion\":18446744073709551618",
        "\"schemaVersion\":1e999999999",
        "\"schemaVersion\":NaN",
        "\"schemaVersion\":\"2\"",
        "\"schemaVersion\":2,\"x\":tru",
        "\"schemaVersion\":2,\"x\":\"\\ud800\",\"x\":1",
        "\"schemaVersion\":2,/**/\"x\":1",
        "\"schemaVersion\":2,",
        "'schemaVersion':2"
      })
  void a_document_that_can_be_read_in_two_ways_is_no_manifest(String members) {
    Answer answer = put("{" + members + IMAGE.substring(IMAGE.indexOf(',')));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("MANIFEST_INVALID");
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 10_000, 1_000_000})
  void nesting_is_refused_however_deep(int depth) {
    String nested = "[".repeat(depth) + "]".repeat(depth);

    Answer manifest = put("{\"x\":" + nested + "," + IMAGE.substring(1));
    Answer call = calls.send("ecr", target("ListImages"), "{\"x\":" + cut(nested) + "}");

    assertThat(manifest.code()).isEqualTo("MANIFEST_INVALID");
    assertThat(call.status()).isEqualTo(400);
    assertThat(call.body()).hasSizeLessThan(1000);
  }

  /** A body of the API is at most a mebibyte. */
  private static String cut(String nested) {
    return nested.substring(0, Math.min(nested.length(), 1_000_000));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"repositoryName\":\"aa\",\"repositoryName\":\"bb\"}",
        "{\"repositoryName\":\"documents\",\"maxResults\":1e999}",
        "{\"repositoryName\":\"documents\",\"maxResults\":9223372036854775808}",
        "{\"repositoryName\":\"documents\",\"maxResults\":1.5}",
        "{\"repositoryName\":\"documents\",\"maxResults\":-1}",
        "{\"repositoryName\":\"documents\"}{}",
        "{\"repositoryName\":\"documents\\u0000\"}",
        "{\"repositoryName\":[\"documents\"]}",
        "\uFEFF\uFEFF{\"repositoryName\":\"documents\"}",
        "[]",
        "null",
        "\"documents\"",
        "\u0000"
      })
  void a_call_that_can_be_read_in_two_ways_is_refused(String json) {
    Answer answer = calls.send("ecr", target("ListImages"), json);

    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
  }

  @Test
  void bytes_that_are_not_utf_8_and_byte_order_marks_make_no_manifest() {
    byte[] broken = Manifests.bytes(IMAGE);
    broken[IMAGE.indexOf("oci")] = (byte) 0xc0;
    for (byte[] bytes :
        List.of(
            broken,
            ("\uFEFF" + IMAGE).getBytes(StandardCharsets.UTF_8),
            IMAGE.getBytes(StandardCharsets.UTF_16LE),
            IMAGE.getBytes(StandardCharsets.UTF_16))) {
      assertThat(put(bytes, "Accept", "*/*").code()).isEqualTo("MANIFEST_INVALID");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SHA256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "sha256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "sha256:gggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggg",
        "sha256:sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "sha256:١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١١",
        "sha512:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "sha384:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "md5:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "sha256:../../../../master.key",
        "sha256",
        ""
      })
  void a_digest_that_is_none_makes_no_manifest(String digest) {
    Answer answer = put(IMAGE.replace(Manifests.digest(LAYER), digest));

    assertThat(answer.code()).isEqualTo("MANIFEST_INVALID");
    assertThat(answer.status()).isEqualTo(400);
  }

  /** The server unpacks nothing: neither bodies nor layers. */
  @Test
  void what_is_compressed_is_never_unpacked() throws IOException {
    byte[] bomb = compressed(new byte[8 << 20]);
    assertThat(put(compressed(Manifests.bytes(IMAGE)), "Content-Encoding", "gzip").code())
        .isEqualTo("MANIFEST_INVALID");

    String digest = client.push("documents", bomb);

    Answer back = client.send("GET", "/v2/documents/blobs/" + digest, "Accept-Encoding", "gzip");
    assertThat(back.body()).isEqualTo(bomb);
    assertThat(back.header("Content-Encoding")).isEmpty();
  }

  private Answer put(String manifest) {
    String type = manifest.contains("\"manifests\":") ? Manifests.OCI_INDEX : Manifests.OCI_IMAGE;
    return client.putManifest("documents", "x", type, manifest);
  }

  private Answer put(byte[] manifest, String... field) {
    return client.send(
        "PUT",
        "/v2/documents/manifests/x",
        manifest,
        "Content-Type",
        Manifests.OCI_IMAGE,
        field[0],
        field[1]);
  }

  private static String target(String operation) {
    return "AmazonEC2ContainerRegistry_V20150921." + operation;
  }

  private static List<String> missing(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "sha256:" + HexFormat.of().toHexDigits(i).repeat(8))
        .toList();
  }

  private static String imageOf(List<String> digests) {
    return "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]}"
        .formatted(
            Manifests.OCI_IMAGE,
            descriptor("application/vnd.oci.image.config.v1+json", digest(CONFIG), CONFIG.length),
            descriptors("application/vnd.oci.image.layer.v1.tar", digests, LAYER.length));
  }

  private static String digest(byte[] bytes) {
    return Manifests.digest(bytes);
  }

  private static String indexOf(List<String> digests, int size) {
    return "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
        .formatted(Manifests.OCI_INDEX, descriptors(Manifests.OCI_IMAGE, digests, size));
  }

  private static String descriptors(String type, List<String> digests, int size) {
    return String.join(
        ",", digests.stream().map(digest -> descriptor(type, digest, size)).toList());
  }

  private static String descriptor(String type, String digest, int size) {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}".formatted(type, digest, size);
  }

  private static byte[] compressed(byte[] bytes) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(all)) {
      gzip.write(bytes);
    }
    return all.toByteArray();
  }
}
