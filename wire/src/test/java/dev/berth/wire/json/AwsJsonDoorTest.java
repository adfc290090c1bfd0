package dev.berth.wire.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.wire.GivenRequest;
import dev.berth.wire.GivenServer;
import dev.berth.wire.GivenServer.Answer;
import dev.berth.wire.GivenSigner;
import dev.berth.wire.exchange.Request;
import dev.berth.wire.exchange.Response;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ECR dossier 1.2 and 1.3; IAM dossier 3. */
class AwsJsonDoorTest {
  private static final String DESCRIBE =
      "AmazonEC2ContainerRegistry_V20150921.DescribeRepositories";
  private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;
  private GivenServer server;

  @BeforeEach
  void start() {
    server = new GivenServer(folder);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String code(Request request) {
    Answer answer = server.answer(server.json, request);
    assertThat(answer.status()).isEqualTo(400);
    return answer.body().path("__type").stringValue();
  }

  private static Map<String, String> target(String target) {
    return Map.of("X-Amz-Target", target);
  }

  @Test
  void an_answer_carries_its_type() {
    Request request = server.signed("ecr", DESCRIBE, NOTHING);

    Response response = server.send(server.json, request);

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.headers().first("Content-Type")).contains("application/x-amz-json-1.1");
  }

  // PR-05
  @ParameterizedTest
  @ValueSource(
      strings = {
        "AmazonEC2ContainerRegistry_V20150921.NoSuchThing",
        "AmazonEC2ContainerRegistry_V20150921",
        "SpencerFrontendService.DescribeRegistries",
        "Berth_20261101.NoSuchThing",
        ""
      })
  void an_unknown_target_is_an_unknown_operation(String target) {
    assertThat(server.json.admits(server.signed("ecr", target, NOTHING))).isTrue();
    assertThat(code(server.signed("ecr", target, NOTHING))).isEqualTo("UnknownOperationException");
  }

  // PR-13, PR-17
  @ParameterizedTest
  @ValueSource(
      strings = {
        "api.ecr.us-east-1.amazonaws.com",
        "ecr.us-east-1.amazonaws.com",
        "ecr.us-east-1.api.aws",
        "ecr-fips.us-east-1.amazonaws.com",
        "api.ecr-fips.us-east-1.amazonaws.com",
        "ecr-fips.us-east-1.api.aws",
        "registry.example.com:8443"
      })
  void every_name_of_the_endpoint_leads_to_the_same_registry(String host) {
    server.ecr("CreateRepository", "{'repositoryName':'app'}");
    GivenSigner signer =
        new GivenSigner(GivenServer.KEY_ID, GivenServer.SECRET, "us-east-1", "ecr");

    Request signed =
        signer.post(server.now(), NOTHING, Map.of("Host", host, "X-Amz-Target", DESCRIBE));
    Answer answer =
        server.answer(
            server.json,
            new Request(
                signed.id(),
                signed.method(),
                new Request.Target(host, "/", ""),
                signed.headers(),
                signed.body(),
                signed.peer(),
                signed.tls()));

    assertThat(answer.body().at("/repositories/0/repositoryName").stringValue()).isEqualTo("app");
  }

  @Test
  void a_request_without_target_is_not_for_this_door() {
    assertThat(server.json.admits(GivenRequest.of("POST", "/"))).isFalse();
    assertThat(server.json.admits(GivenRequest.of("GET", "/", "X-Amz-Target", DESCRIBE))).isFalse();
  }

  // PR-02
  @Test
  void who_does_not_sign_is_asked_to() {
    assertThat(code(GivenRequest.with("{}", "POST", "/", "X-Amz-Target", DESCRIBE)))
        .isEqualTo("MissingAuthenticationTokenException");
  }

  // PR-02
  @Test
  void an_unknown_key_and_a_wrong_secret_are_told_apart() {
    GivenSigner stranger = new GivenSigner("AKIDSTRANGER", "s", "us-east-1", "ecr");
    GivenSigner mistaken = new GivenSigner(GivenServer.KEY_ID, "wrong", "us-east-1", "ecr");

    assertThat(code(stranger.post(server.now(), NOTHING, target(DESCRIBE))))
        .isEqualTo("UnrecognizedClientException");
    assertThat(code(mistaken.post(server.now(), NOTHING, target(DESCRIBE))))
        .isEqualTo("InvalidSignatureException");
  }

  // PR-02
  @Test
  void a_scope_of_another_service_region_or_time_is_refused() {
    GivenSigner elsewhere =
        new GivenSigner(GivenServer.KEY_ID, GivenServer.SECRET, "eu-west-1", "ecr");

    assertThat(code(server.signed("sts", DESCRIBE, NOTHING)))
        .isEqualTo("InvalidSignatureException");
    assertThat(code(elsewhere.post(server.now(), NOTHING, target(DESCRIBE))))
        .isEqualTo("InvalidSignatureException");
    Request early = server.signed("ecr", DESCRIBE, NOTHING);
    server.pass(Duration.ofMinutes(16));
    assertThat(code(early)).isEqualTo("InvalidSignatureException");
  }

  @Test
  void a_wrong_signature_is_reported_before_a_body_that_is_no_json() {
    Request signed = server.signed("ecr", DESCRIBE, NOTHING);
    String part = "AmazonEC2ContainerRegistry_V20150921.UploadLayerPart";
    Request signedPart = server.signed("ecr", part, NOTHING);

    assertThat(code(GivenRequest.withBody(signed, "no json")))
        .isEqualTo("InvalidSignatureException");
    for (String body : List.of("no json", "[]", "{} {}", "{\"layerPartBlob\":\"AA==\"}")) {
      assertThat(code(GivenRequest.withBody(signedPart, body)))
          .isEqualTo("InvalidSignatureException");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"no json", "{", "{\"a\":1,\"a\":2}", "{} {}", "[1]", "{\"maxResults\":1e400}"})
  void a_body_that_cannot_be_read_has_one_meaning_or_none(String body) {
    assertThat(code(server.signed("ecr", DESCRIBE, body.getBytes(StandardCharsets.UTF_8))))
        .isEqualTo("SerializationException");
  }

  @Test
  void nesting_without_end_is_refused() {
    String deep = "{\"x\":" + "[".repeat(5000) + "]".repeat(5000) + "}";

    assertThat(code(server.signed("ecr", DESCRIBE, deep.getBytes(StandardCharsets.UTF_8))))
        .isEqualTo("SerializationException");
  }

  // PR-06
  @Test
  void times_are_plain_numbers_of_seconds() {
    server.pass(Duration.ofMillis(250));
    server.ecr("CreateRepository", "{'repositoryName':'app'}");

    Response response = server.send(server.json, server.signed("ecr", DESCRIBE, NOTHING));

    assertThat(new String(GivenServer.bytes(response), StandardCharsets.UTF_8))
        .contains("\"createdAt\":1795262400.250,");
  }

  @Test
  void a_body_above_the_limit_of_its_operation_is_413() {
    byte[] large = new byte[1024 * 1024 + 1];

    Answer answer = server.answer(server.json, server.signed("ecr", DESCRIBE, large));

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.body().path("__type").stringValue())
        .isEqualTo("RequestEntityTooLargeException");
  }

  @Test
  void a_database_that_is_away_is_503_and_worth_another_try() {
    server.close();

    Answer answer = server.answer(server.json, server.signed("ecr", DESCRIBE, NOTHING));

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.body().path("__type").stringValue()).isEqualTo("ServiceUnavailable");
    server = new GivenServer(folder);
  }

  @Test
  void bad_bytes_in_a_text_are_no_json() {
    byte[] body = "{\"nextToken\":\"?\"}".getBytes(StandardCharsets.ISO_8859_1);
    body[14] = (byte) 0xff;

    assertThat(code(server.signed("ecr", DESCRIBE, body))).isEqualTo("SerializationException");
  }

  @Test
  void the_server_describes_itself_to_who_may_ask() {
    Answer answer =
        server.answer(
            server.json, server.signed("berth", "Berth_20261101.GetServerInfo", new byte[0]));

    assertThat(answer.body().path("server").toString().replace('"', '\''))
        .isEqualTo(
            "{'version':'0.1.0','startedAt':1.7952624E9,'uptimeSeconds':0,'metadataStore':'sqlite','blobStore':'file',"
                + "'accounts':['123456789012'],'regions':['us-east-1']}");
    assertThat(server.demanded.getFirst().action()).hasToString("berth:GetServerInfo");
    ModelledAnswer.check(
        ServiceModel.load("/dev/berth/wire/berth/berth-api.json").require("GetServerInfo"),
        answer.body());
  }
}
