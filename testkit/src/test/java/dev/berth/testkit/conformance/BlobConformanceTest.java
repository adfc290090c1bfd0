package dev.berth.testkit.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.oci.Answer;
import dev.berth.testkit.oci.RegistryClient;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** V2-36, the part of blobs: every way to push one, under each algorithm. */
@ParameterizedClass
@ValueSource(strings = {"sha256", "sha512"})
class BlobConformanceTest {
  private static final String REPOSITORY = "conformance/repo1";
  private static final String OTHER = "conformance/repo2";
  private static final String UPLOADS = "/v2/" + REPOSITORY + "/blobs/uploads/";
  private static final int CHUNK = 1024;

  private static RunningBerth berth;
  private static RegistryClient client;
  private static final AtomicLong SEEDS = new AtomicLong();

  private final String algorithm;

  BlobConformanceTest(String algorithm) {
    this.algorithm = algorithm;
  }

  @BeforeAll
  static void start(@TempDir Path data) {
    berth = RunningBerth.on(data);
    berth.createRepository(REPOSITORY);
    berth.createRepository(OTHER);
    client = RegistryClient.of(berth);
  }

  @AfterAll
  static void stop() {
    berth.close();
  }

  @Test
  void a_blob_is_pushed_by_post_alone() {
    Content blob = blob(512);

    Answer answer = client.send("POST", UPLOADS + "?digest=" + blob.digest(), blob.bytes());

    created(answer, blob);
  }

  @Test
  void a_blob_is_pushed_by_post_and_put() {
    Content blob = blob(512);

    created(client.send("PUT", closing(begin(), blob), blob.bytes()), blob);
  }

  @Test
  void a_blob_is_pushed_as_a_stream() {
    Content blob = blob(512);

    Answer patched = client.stream("PATCH", begin(), blob.bytes());

    assertThat(patched.status()).isEqualTo(202);
    created(client.send("PUT", closing(patched.header("Location"), blob)), blob);
  }

  @Test
  void a_blob_is_pushed_in_one_chunk() {
    Content blob = blob(512);

    String upload = patched(begin(), blob, 0, 512);

    created(client.send("PUT", closing(upload, blob)), blob);
  }

  @Test
  void a_blob_is_pushed_in_three_chunks() {
    Content blob = blob(3 * CHUNK - 5);
    String upload = begin();
    for (int from = 0; from < blob.bytes().length; from += CHUNK) {
      upload = patched(upload, blob, from, Math.min(from + CHUNK, blob.bytes().length));
    }

    created(client.send("PUT", closing(upload, blob)), blob);
  }

  @Test
  void the_last_chunk_may_come_with_the_put() {
    Content blob = blob(3 * CHUNK - 5);
    String upload = patched(patched(begin(), blob, 0, CHUNK), blob, CHUNK, 2 * CHUNK);

    created(put(upload, blob, 2 * CHUNK, blob.bytes().length), blob);
  }

  @Test
  void chunks_out_of_order_are_refused_and_the_upload_goes_on() {
    Content blob = blob(3 * CHUNK - 5);
    int end = blob.bytes().length;
    String upload = patched(begin(), blob, 0, CHUNK);

    Answer early = patch(upload, blob, 2 * CHUNK, end);
    Answer earlyPut = put(upload, blob, 2 * CHUNK, end);
    Answer status = client.send("GET", upload);

    assertThat(early.status()).isEqualTo(416);
    assertThat(earlyPut.status()).isEqualTo(416);
    assertThat(status.status()).isEqualTo(204);
    assertThat(status.header("Range")).isEqualTo("0-" + (CHUNK - 1));
    upload = patched(status.header("Location"), blob, CHUNK, 2 * CHUNK);
    created(put(upload, blob, 2 * CHUNK, end), blob);
  }

  @Test
  void the_first_chunk_begins_at_zero() {
    Content blob = blob(2 * CHUNK);
    String upload = begin();

    Answer early = patch(upload, blob, CHUNK, 2 * CHUNK);
    Answer status = client.send("GET", upload);

    assertThat(early.status()).isEqualTo(416);
    assertThat(status.status()).isEqualTo(204);
    assertThat(status.header("Range")).isEqualTo("0-0");
    upload = patched(patched(upload, blob, 0, CHUNK), blob, CHUNK, 2 * CHUNK);
    created(client.send("PUT", closing(upload, blob)), blob);
  }

  @ParameterizedTest
  @ValueSource(strings = {"&from=" + OTHER, ""})
  void a_blob_is_mounted(String from) {
    Content blob = blob(512);
    Answer pushed =
        client.send(
            "POST", "/v2/" + OTHER + "/blobs/uploads/?digest=" + blob.digest(), blob.bytes());
    assertThat(pushed.status()).isEqualTo(201);

    created(client.send("POST", UPLOADS + "?mount=" + blob.digest() + from), blob);
  }

  @ParameterizedTest
  @ValueSource(strings = {"&from=" + OTHER, ""})
  void a_missing_blob_is_not_mounted_but_uploaded(String from) {
    Content blob = blob(512);

    Answer answer = client.send("POST", UPLOADS + "?mount=" + blob.digest() + from);

    assertThat(answer.status()).isEqualTo(202);
    created(client.send("PUT", closing(answer.header("Location"), blob), blob.bytes()), blob);
  }

  @Test
  void a_cancelled_upload_is_gone() {
    Content blob = blob(512);
    String upload = patched(begin(), blob, 0, 256);

    assertThat(client.send("DELETE", upload).status()).isEqualTo(204);
    assertThat(client.send("GET", upload).status()).isEqualTo(404);
    assertThat(client.send("PUT", closing(upload, blob), blob.bytes()).status()).isEqualTo(404);
    assertThat(client.send("GET", address(blob)).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=500-1499, 500, 1499",
    "bytes=500-, 500, 2047",
    "bytes=-500, 1548, 2047",
    "bytes=2000-5000, 2000, 2047"
  })
  void a_range_of_a_blob_is_pulled(String range, int first, int last) {
    Content blob = blob(2048);
    client.send("POST", UPLOADS + "?digest=" + blob.digest(), blob.bytes());

    Answer part = client.send("GET", address(blob), "Range", range);

    assertThat(part.status()).isEqualTo(206);
    assertThat(part.header("Content-Range")).isEqualTo("bytes %d-%d/2048".formatted(first, last));
    assertThat(part.header("Content-Length")).isEqualTo(String.valueOf(last - first + 1));
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(blob.bytes(), first, last + 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=500-0", "bytes=5000-10000"})
  void a_range_that_is_not_there_is_refused(String range) {
    Content blob = blob(2048);
    client.send("POST", UPLOADS + "?digest=" + blob.digest(), blob.bytes());

    assertThat(client.send("GET", address(blob), "Range", range).status()).isEqualTo(416);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}"})
  void the_smallest_blobs_are_blobs(String text) {
    Content blob = Content.of(algorithm, text.getBytes(UTF_8));

    created(client.send("PUT", closing(begin(), blob), blob.bytes()), blob);
  }

  @Test
  void bytes_of_another_digest_are_refused_however_they_come() {
    Content said = blob(3 * CHUNK - 5);
    Content sent = blob(3 * CHUNK);
    String whole = patched(begin(), sent, 0, 3 * CHUNK);
    String part = patched(begin(), sent, 0, 2 * CHUNK);
    String stream = client.stream("PATCH", begin(), sent.bytes()).header("Location");

    Answer[] answers = {
      client.send("POST", UPLOADS + "?digest=" + said.digest(), sent.bytes()),
      client.send("PUT", closing(begin(), said), sent.bytes()),
      client.send("PUT", closing(whole, said)),
      client.send(
          "PUT",
          closing(part, said),
          Arrays.copyOfRange(sent.bytes(), 2 * CHUNK, 3 * CHUNK),
          "Content-Range",
          "%d-%d".formatted(2 * CHUNK, 3 * CHUNK - 1)),
      client.send("PUT", closing(stream, said))
    };

    assertThat(answers).extracting(Answer::status).containsOnly(400);
    assertThat(client.send("GET", address(said)).status()).isEqualTo(404);
    assertThat(client.send("GET", address(sent)).status()).isEqualTo(404);
  }

  private Content blob(int size) {
    return Content.random(algorithm, size, SEEDS.incrementAndGet());
  }

  private static String begin() {
    return client.begin(REPOSITORY);
  }

  private static String closing(String upload, Content blob) {
    return upload + (upload.contains("?") ? "&" : "?") + "digest=" + blob.digest();
  }

  private static String address(Content blob) {
    return "/v2/" + REPOSITORY + "/blobs/" + blob.digest();
  }

  private static Answer patch(String upload, Content blob, int from, int to) {
    byte[] chunk = Arrays.copyOfRange(blob.bytes(), from, to);
    return client.send("PATCH", upload, chunk, "Content-Range", from + "-" + (to - 1));
  }

  private static String patched(String upload, Content blob, int from, int to) {
    Answer answer = patch(upload, blob, from, to);
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.header("Range")).isEqualTo("0-" + (to - 1));
    return answer.header("Location");
  }

  private static Answer put(String upload, Content blob, int from, int to) {
    byte[] chunk = Arrays.copyOfRange(blob.bytes(), from, to);
    return client.send("PUT", closing(upload, blob), chunk, "Content-Range", from + "-" + (to - 1));
  }

  // pulls what was pushed, and deletes it
  private static void created(Answer answer, Content blob) {
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("Docker-Content-Digest")).isEqualTo(blob.digest());
    Answer head = client.send("HEAD", answer.header("Location"));
    Answer get = client.send("GET", answer.header("Location"));
    for (Answer pulled : new Answer[] {head, get}) {
      assertThat(pulled.status()).isEqualTo(200);
      assertThat(pulled.header("Docker-Content-Digest")).isEqualTo(blob.digest());
      assertThat(pulled.header("Content-Length")).isEqualTo(String.valueOf(blob.bytes().length));
    }
    assertThat(get.body()).isEqualTo(blob.bytes());
    assertThat(client.send("DELETE", address(blob)).status()).isEqualTo(202);
    assertThat(client.send("HEAD", address(blob)).status()).isEqualTo(404);
  }
}
