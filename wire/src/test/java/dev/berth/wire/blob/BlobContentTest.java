package dev.berth.wire.blob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.blob.Stored;
import dev.berth.model.Digest;
import dev.berth.wire.GivenRequest;
import dev.berth.wire.exchange.Body;
import dev.berth.wire.exchange.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** OCI dossier, ranges; RFC 9110, sections 13 and 14. */
class BlobContentTest {
  private static final byte[] BYTES = "0123456789".getBytes(StandardCharsets.UTF_8);
  private static final Digest DIGEST = new Digest(Digest.Algorithm.SHA256, "ab".repeat(32));

  private final BlobContent content =
      new BlobContent(
          DIGEST,
          BYTES.length,
          (position, length) ->
              new Stored.Streamed(
                  new ByteArrayInputStream(BYTES, (int) position, (int) length), length));

  @Test
  void a_get_answers_all_bytes_with_their_digest() throws IOException {
    Response response = content.answer(GivenRequest.of("GET", "/blob/x"));

    assertThat(response.status()).isEqualTo(200);
    assertThat(text(response)).isEqualTo("0123456789");
    assertThat(response.headers().first("Docker-Content-Digest")).contains(DIGEST.toString());
    assertThat(response.headers().first("Accept-Ranges")).contains("bytes");
    assertThat(response.headers().first("ETag")).contains("\"" + DIGEST + "\"");
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, bytes 0-0/10",
    "bytes=3-5, 345, bytes 3-5/10",
    "bytes=7-, 789, bytes 7-9/10",
    "bytes=7-500, 789, bytes 7-9/10",
    "bytes=-4, 6789, bytes 6-9/10",
    "bytes=-400, 0123456789, bytes 0-9/10"
  })
  void a_single_range_is_answered_with_its_bytes(String range, String bytes, String contentRange)
      throws IOException {
    Response response = content.answer(GivenRequest.of("GET", "/blob/x", "Range", range));

    assertThat(response.status()).isEqualTo(206);
    assertThat(text(response)).isEqualTo(bytes);
    assertThat(response.headers().first("Content-Range")).contains(contentRange);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bytes=10-", "bytes=10-20", "bytes=5-0", "bytes=-0", "bytes=999999999999999999-"})
  void a_range_that_is_not_there_is_unsatisfiable(String range) {
    Response response = content.answer(GivenRequest.of("GET", "/blob/x", "Range", range));

    assertThat(response.status()).isEqualTo(416);
    assertThat(response.headers().first("Content-Range")).contains("bytes */10");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=0-1,3-4",
        "lines=0-1",
        "bytes=",
        "bytes=-",
        "bytes=a-b",
        "bytes=99999999999999999999-"
      })
  void several_ranges_and_what_is_no_range_are_answered_whole(String range) {
    assertThat(content.answer(GivenRequest.of("GET", "/blob/x", "Range", range)).status())
        .isEqualTo(200);
  }

  @Test
  void a_range_of_content_that_changed_is_answered_whole() {
    Response response =
        content.answer(
            GivenRequest.of("GET", "/blob/x", "Range", "bytes=0-1", "If-Range", "\"other\""));

    assertThat(response.status()).isEqualTo(200);
  }

  @Test
  void a_head_tells_the_length_and_opens_nothing() {
    BlobContent unopened =
        new BlobContent(
            DIGEST,
            10,
            (position, length) -> {
              throw new AssertionError("opened");
            });

    Response response = unopened.answer(GivenRequest.of("HEAD", "/blob/x", "Range", "bytes=0-1"));

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.body()).isEqualTo(new Body.Absent(10));
  }

  @Test
  void a_client_that_has_the_blob_gets_304() {
    Response response =
        content.answer(GivenRequest.of("GET", "/blob/x", "If-None-Match", "\"" + DIGEST + "\""));

    assertThat(response.status()).isEqualTo(304);
  }

  @Test
  void a_blob_without_bytes_is_answered_without_opening_it() {
    BlobContent empty =
        new BlobContent(
            DIGEST,
            0,
            (position, length) -> {
              throw new AssertionError("opened");
            });

    Response response = empty.answer(GivenRequest.of("GET", "/blob/x", "Range", "bytes=0-"));

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.body().length()).isZero();
  }

  private static String text(Response response) throws IOException {
    return new String(
        ((Body.Stream) response.body()).stream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
