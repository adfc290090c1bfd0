package dev.berth.wire.ecr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.iam.token.DownloadGrant;
import dev.berth.model.Digest;
import dev.berth.wire.GivenRequest;
import dev.berth.wire.GivenServer;
import dev.berth.wire.GivenServer.Answer;
import dev.berth.wire.exchange.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** ECR dossier 6, and the addresses that {@link dev.berth.wire.blob.SealedBlobDoor} serves. */
class LayerOperationsTest {
  private static final int PART = 5 * 1024 * 1024;

  @TempDir Path folder;
  private GivenServer server;

  @BeforeEach
  void start() {
    server = new GivenServer(folder);
    server.ecr("CreateRepository", "{'repositoryName':'app'}");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static Digest digest(byte[] bytes) {
    try {
      return Digest.of(Digest.Algorithm.SHA256, MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private String begin() {
    JsonNode begun = server.ecr("InitiateLayerUpload", "{'repositoryName':'app'}");
    assertThat(begun.path("partSize").longValue()).isEqualTo(10_485_760);
    return begun.path("uploadId").stringValue();
  }

  private static String part(String upload, long first, byte[] bytes) {
    return "{'repositoryName':'app','uploadId':'%s','partFirstByte':%d,'partLastByte':%d,'layerPartBlob':'%s'}"
        .formatted(
            upload, first, first + bytes.length - 1, Base64.getEncoder().encodeToString(bytes));
  }

  private static String completion(String upload, Digest digest) {
    return "{'repositoryName':'app','uploadId':'%s','layerDigests':['%s']}"
        .formatted(upload, digest);
  }

  private Digest uploaded(byte[] bytes) {
    String upload = begin();
    server.ecr("UploadLayerPart", part(upload, 0, bytes));
    server.ecr("CompleteLayerUpload", completion(upload, digest(bytes)));
    return digest(bytes);
  }

  /** Puts an image that has the blob as its config. */
  private void referenced(Digest config, long size) {
    String manifest =
        "{\\\"schemaVersion\\\":2,\\\"mediaType\\\":\\\"application/vnd.oci.image.manifest.v1+json\\\",\\\"config\\\":{\\\"mediaType\\\":\\\"application/vnd.oci.image.config.v1+json\\\",\\\"digest\\\":\\\"%s\\\",\\\"size\\\":%d},\\\"layers\\\":[]}"
            .formatted(config, size);
    server.ecr("PutImage", "{'repositoryName':'app','imageManifest':'" + manifest + "'}");
  }

  @Test
  void parts_become_a_layer_and_leave_nothing_in_the_spool() throws IOException {
    byte[] first = new byte[PART];
    byte[] second = "the end".getBytes(StandardCharsets.UTF_8);
    byte[] whole = new byte[PART + second.length];
    System.arraycopy(second, 0, whole, PART, second.length);
    String upload = begin();

    JsonNode received = server.ecr("UploadLayerPart", part(upload, 0, first));
    server.ecr("UploadLayerPart", part(upload, PART, second));
    JsonNode done = server.ecr("CompleteLayerUpload", completion(upload, digest(whole)));

    assertThat(received.path("lastByteReceived").longValue()).isEqualTo(PART - 1);
    assertThat(done.path("layerDigest").stringValue()).isEqualTo(digest(whole).toString());
    try (Stream<Path> files = Files.list(server.spool)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void a_part_out_of_order_tells_what_was_received() {
    String upload = begin();

    Answer refused =
        server.invoke("UploadLayerPart", part(upload, 7, new byte[] {1}).replace('\'', '"'));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body().toString().replace('"', '\''))
        .contains("'__type':'InvalidLayerPartException'")
        .contains("'message':'First byte of the layer part is 7 instead of 0'")
        .contains("'registryId':'123456789012'")
        .contains("'repositoryName':'app'")
        .contains("'uploadId':'" + upload + "'")
        .contains("'lastValidByteReceived':-1");
  }

  @Test
  void a_part_has_as_many_bytes_as_it_says() {
    String upload = begin();

    String longer = part(upload, 0, new byte[3]).replace("'partLastByte':2", "'partLastByte':4");

    assertThat(server.refusal("UploadLayerPart", longer)).startsWith("InvalidLayerPartException: ");
    assertThat(
            server.refusal(
                "UploadLayerPart",
                part(upload, 5, new byte[1]).replace("'partLastByte':5", "'partLastByte':4")))
        .startsWith("InvalidParameterException: Invalid parameter at 'partLastByte'");
    assertThat(server.refusal("CompleteLayerUpload", completion(upload, digest(new byte[3]))))
        .isEqualTo(
            "EmptyUploadException: The upload with id '%s' in the repository with name 'app' in registry with id '123456789012' cannot be completed because it does not have any parts"
                .formatted(upload));
  }

  @Test
  void a_part_of_more_than_twenty_mebibytes_is_refused() {
    String upload = begin();

    assertThat(server.refusal("UploadLayerPart", part(upload, 0, new byte[20_971_521])))
        .isEqualTo(
            "InvalidParameterException: Invalid parameter at 'layerPartBlob' failed to satisfy constraint: 'Member must have length less than or equal to 20971520'");
  }

  @Test
  void what_is_no_base64_is_not_read() {
    String upload = begin();

    assertThat(
            server.refusal("UploadLayerPart", part(upload, 0, new byte[3]).replace("AAAA", "A*AA")))
        .startsWith("SerializationException: ");
    assertThat(
            server.refusal("UploadLayerPart", part(upload, 0, new byte[3]).replace("'AAAA'", "7")))
        .startsWith("SerializationException: 'layerPartBlob' has to be base64 text");
    assertThat(server.refusal("UploadLayerPart", "")).contains("Member must not be null");
    assertThat(server.refusal("UploadLayerPart", "{} {}")).startsWith("SerializationException: ");
    assertThat(server.refusal("UploadLayerPart", "[]")).startsWith("SerializationException: ");
  }

  @Test
  void slashes_of_base64_may_be_escaped() {
    byte[] slashes = {(byte) 0xff, (byte) 0xff, (byte) 0xff};
    String upload = begin();

    server.ecr("UploadLayerPart", part(upload, 0, slashes).replace("/", "\\/"));

    server.ecr("CompleteLayerUpload", completion(upload, digest(slashes)));
  }

  @Test
  void a_layer_that_is_there_already_exists() {
    uploaded(new byte[] {1});
    String upload = begin();
    server.ecr("UploadLayerPart", part(upload, 0, new byte[] {1}));

    assertThat(server.refusal("CompleteLayerUpload", completion(upload, digest(new byte[] {1}))))
        .startsWith("LayerAlreadyExistsException: ");
  }

  @Test
  void a_wrong_digest_ends_the_upload() {
    String upload = begin();
    server.ecr("UploadLayerPart", part(upload, 0, new byte[] {1}));

    assertThat(server.refusal("CompleteLayerUpload", completion(upload, digest(new byte[] {2}))))
        .isEqualTo(
            "InvalidLayerException: None of the provided layer digests match the calculated layer digest");
    assertThat(server.refusal("CompleteLayerUpload", completion(upload, digest(new byte[] {1}))))
        .startsWith("UploadNotFoundException: ");
  }

  // LY-02
  @Test
  void availability_is_told_for_each_digest() {
    Digest there = uploaded(new byte[] {1, 2, 3});

    JsonNode answer =
        server.ecr(
            "BatchCheckLayerAvailability",
            "{'repositoryName':'app','layerDigests':['%s','%s','md5:ab','nothing','']}"
                .formatted(there, digest(new byte[0])));

    assertThat(answer.path("layers").toString().replace('"', '\''))
        .isEqualTo(
            "[{'layerDigest':'%s','layerAvailability':'AVAILABLE','layerSize':3,'mediaType':'application/octet-stream'},{'layerDigest':'%s','layerAvailability':'UNAVAILABLE'},{'layerDigest':'md5:ab','layerAvailability':'UNAVAILABLE'}]"
                .formatted(there, digest(new byte[0])));
    assertThat(answer.path("failures").get(0).path("failureCode").stringValue())
        .isEqualTo("InvalidLayerDigest");
    assertThat(answer.path("failures").get(1).path("failureCode").stringValue())
        .isEqualTo("MissingLayerDigest");
  }

  @Test
  void a_layer_of_an_image_is_downloaded_from_a_sealed_address_for_an_hour() {
    Digest layer = uploaded("0123456789".getBytes(StandardCharsets.UTF_8));
    referenced(layer, 10);

    JsonNode answer = server.ecr("GetDownloadUrlForLayer", download(layer));

    String address = answer.path("downloadUrl").stringValue();
    assertThat(address).startsWith("http://localhost:5000/blob/");
    String path = address.substring("http://localhost:5000".length());
    assertThat(text(get("GET", path))).isEqualTo("0123456789");
    assertThat(text(get("GET", path, "Range", "bytes=2-4"))).isEqualTo("234");
    assertThat(get("HEAD", path).body().length()).isEqualTo(10);
    assertThat(get("POST", path).status()).isEqualTo(405);
    assertThat(get("GET", path + "x").status()).isEqualTo(403);
    server.pass(Duration.ofHours(1));
    assertThat(get("GET", path).status()).isEqualTo(403);
  }

  private static String download(Digest layer) {
    return "{'repositoryName':'app','layerDigest':'%s'}".formatted(layer);
  }

  private Response get(String method, String path, String... headers) {
    assertThat(server.downloads.admits(GivenRequest.of(method, path))).isTrue();
    return server.send(server.downloads, GivenRequest.of(method, path, headers));
  }

  private static String text(Response response) {
    return new String(GivenServer.bytes(response), StandardCharsets.UTF_8);
  }

  @Test
  void a_layer_of_a_deleted_repository_is_gone_for_its_addresses() {
    Digest layer = uploaded(new byte[] {1});
    referenced(layer, 1);
    String url =
        server.ecr("GetDownloadUrlForLayer", download(layer)).path("downloadUrl").stringValue();

    server.ecr("DeleteRepository", "{'repositoryName':'app','force':true}");

    assertThat(get("GET", url.substring("http://localhost:5000".length())).status()).isEqualTo(404);
  }

  @Test
  void an_address_names_the_registry_that_its_host_names() {
    Digest layer = uploaded(new byte[] {1});
    referenced(layer, 1);
    String url =
        server.ecr("GetDownloadUrlForLayer", download(layer)).path("downloadUrl").stringValue();
    String path = url.substring("http://localhost:5000".length());

    assertThat(
            server
                .send(
                    server.downloads,
                    GivenRequest.at("999999999999.dkr.ecr.us-east-1.amazonaws.com", "GET", path))
                .status())
        .isEqualTo(403);
    assertThat(
            server
                .send(
                    server.downloads,
                    GivenRequest.at("123456789012.dkr.ecr.us-east-1.amazonaws.com", "GET", path))
                .status())
        .isEqualTo(200);
  }

  @Test
  void a_layer_without_image_has_no_address() {
    Digest layer = uploaded(new byte[] {1});

    assertThat(server.refusal("GetDownloadUrlForLayer", download(layer)))
        .startsWith("LayerInaccessibleException: ");
    assertThat(server.refusal("GetDownloadUrlForLayer", download(digest(new byte[0]))))
        .isEqualTo(
            "LayersNotFoundException: The layer with digest '%s' does not exist within the repository with name 'app' in the registry with id '123456789012'"
                .formatted(digest(new byte[0])));
  }

  @Test
  void a_spool_of_a_killed_process_is_emptied_at_the_next_start() throws IOException {
    Path leftover = Files.createFile(server.spool.resolve("part-leftover"));
    server.close();

    server = new GivenServer(folder);

    assertThat(leftover).doesNotExist();
  }

  @Test
  void a_grant_for_another_method_downloads_nothing() {
    DownloadGrant put =
        new DownloadGrant(
            GivenServer.HOME,
            1,
            digest(new byte[0]),
            "PUT",
            server.now().plus(Duration.ofHours(1)));

    assertThat(get("GET", "/blob/" + server.grants.seal(put)).status()).isEqualTo(403);
  }
}
