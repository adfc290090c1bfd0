package dev.berth.testkit.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.berth.iam.Gate;
import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.oci.Answer;
import dev.berth.testkit.oci.RegistryClient;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Threat T11: what may be a secret is in no line of the log, at whatever level, and in no answer
 * that refuses it. The secrets of these tests have a mark in them, whole and in base64.
 */
class SecretsInLogTest {
  private static final String MARK = "CANARYxyzzyCANARY";
  private static final String HEX = "0ca4a41".repeat(9) + "0";
  private static final String FORM = "application/x-www-form-urlencoded";

  private final AtomicBoolean broken = new AtomicBoolean();
  private final List<Answer> answers = new ArrayList<>();
  private CapturedLog log;
  private RunningBerth berth;
  private RegistryClient anonymous;

  @BeforeEach
  void start(@TempDir Path data) {
    log = CapturedLog.open();
    berth = RunningBerth.on(data, UnaryOperator.identity(), Clock.systemUTC(), this::breaking);
    berth.createRepository("app");
    anonymous = RegistryClient.anonymous(berth.endpoint());
  }

  private Gate breaking(Gate gate) {
    return (principal, demands, context) -> {
      if (broken.get()) {
        throw new IllegalStateException("broken for a test");
      }
      return gate.decide(principal, demands, context);
    };
  }

  @AfterEach
  void stop() {
    berth.close();
    log.close();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private void send(String method, String address, String... headers) {
    answers.add(anonymous.send(method, address, headers));
  }

  private void sendForm(String form, String... headers) {
    List<String> all = new ArrayList<>(List.of("Content-Type", FORM));
    all.addAll(List.of(headers));
    answers.add(
        anonymous.send(
            "POST", "/", form.getBytes(StandardCharsets.UTF_8), all.toArray(String[]::new)));
  }

  private void sendJson(String target, String json, String... headers) {
    List<String> all =
        new ArrayList<>(
            List.of("X-Amz-Target", target, "Content-Type", "application/x-amz-json-1.1"));
    all.addAll(List.of(headers));
    answers.add(
        anonymous.send(
            "POST", "/", json.getBytes(StandardCharsets.UTF_8), all.toArray(String[]::new)));
  }

  private static String signature(String keyId) {
    return "AWS4-HMAC-SHA256 Credential=%s/20261121/us-east-1/ecr/aws4_request,".formatted(keyId)
        + " SignedHeaders=host;x-amz-date;x-amz-security-token;x-amz-target, Signature="
        + HEX;
  }

  private void everySecretPlace() {
    for (String authorization :
        List.of(
            "Basic " + base64("AWS:" + MARK),
            "Basic " + base64("AKIAUNKNOWN000000000:" + MARK),
            "Basic " + MARK,
            "Bearer " + MARK,
            "Digest " + MARK,
            signature("AKIAUNKNOWN000000000"))) {
      send("GET", "/v2/", "Authorization", authorization);
      send("PUT", "/v2/app/manifests/v1", "Authorization", authorization);
      sendJson(
          "AmazonEC2ContainerRegistry_V20150921.DescribeRegistry",
          "{}",
          "Authorization",
          authorization,
          "X-Amz-Date",
          "20261121T120000Z",
          "X-Amz-Security-Token",
          MARK);
      sendJson("Berth_20261101.GetServerInfo", "{}", "Authorization", authorization);
      sendForm(
          "Action=GetCallerIdentity&Version=2011-06-15",
          "Authorization",
          authorization,
          "X-Amz-Security-Token",
          MARK);
    }
    for (String field :
        List.of("Cookie", "Proxy-Authorization", "X-Registry-Auth", "X-Amz-Security-Token")) {
      send("GET", "/v2/", field, MARK);
      send("GET", "/", field, MARK);
      send("GET", "/health/live", field, MARK);
    }
    String presigned =
        "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAUNKNOWN000000000%2F20261121%2Fus-east-1%2Fsts%2Faws4_request"
            + "&X-Amz-Date=20261121T120000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Security-Token="
            + MARK
            + "&X-Amz-Signature="
            + HEX;
    send("GET", "/?Action=GetCallerIdentity&Version=2011-06-15&" + presigned);
    send("GET", "/v2/?" + presigned);
    send("GET", "/v2/app/manifests/v1?token=" + MARK);
    send("GET", "/blob/" + MARK);
    send("HEAD", "/blob/" + MARK);
    send("GET", "/no/such/address?password=" + MARK);
    sendForm(
        "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleSessionName=s"
            + "&RoleArn=arn%3Aaws%3Aiam%3A%3A000000000000%3Arole%2Fr&WebIdentityToken="
            + MARK);
    sendForm("Action=Nothing&Version=2011-06-15&SecretAccessKey=" + MARK);
    sendJson("AmazonEC2ContainerRegistry_V20150921.Nothing", "{\"password\":\"" + MARK + "\"}");
  }

  @Test
  void credentials_that_are_refused_are_told_nobody() throws IOException {
    everySecretPlace();
    sendRaw("GET /v2/?X-Amz-Signature=" + MARK + " HTTP/9.9\r\nHost: localhost\r\n\r\n");
    sendRaw("GET /blob/" + MARK + " HTTP/1.1\r\nAuthorization: Basic " + MARK + "\r\n\r\n");
    sendRaw(
        "GET /v2/ HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic "
            + (MARK + "/").repeat(3000)
            + "\r\n\r\n");

    nobodyIsTold(MARK, HEX, base64("AWS:" + MARK), base64(MARK));
    assertThat(answers).extracting(Answer::status).doesNotContain(500);
  }

  @Test
  void credentials_that_are_right_are_told_nobody() {
    String password = berth.password();
    RegistryClient client = anonymous.login(password);
    answers.add(client.send("GET", "/v2/app/manifests/missing"));
    answers.add(client.send("GET", "/v2/other/tags/list"));
    Signing root = Signing.of(berth.access());
    answers.add(root.call("DescribeImages", "{\"repositoryName\":\"other\"}"));

    nobodyIsTold(
        password,
        base64("AWS:" + password),
        berth.access().secretAccessKey(),
        base64(berth.access().secretAccessKey()));
  }

  @Test
  void credentials_of_requests_that_fail_are_told_nobody() {
    String password = berth.password();
    broken.set(true);

    answers.add(anonymous.login(password).send("GET", "/v2/app/tags/list?token=" + MARK));
    answers.add(
        Signing.of(berth.access())
            .call("DescribeImages", "{\"repositoryName\":\"app\"}", "Cookie", MARK));

    assertThat(answers).extracting(Answer::status).containsOnly(500);
    await()
        .untilAsserted(
            () -> assertThat(log.lines()).anyMatch(line -> line.contains("broken for a test")));
    nobodyIsTold(MARK, password, base64("AWS:" + password), berth.access().secretAccessKey());
  }

  private void nobodyIsTold(String... secrets) {
    // the line of a request is written after its answer: the last one says that all are there
    anonymous.send("GET", "/health/live?last");
    await()
        .untilAsserted(
            () ->
                assertThat(log.lines())
                    .filteredOn(line -> line.contains("\"message\":\"request\""))
                    .hasSizeGreaterThan(answers.size()));
    assertThat(answers).isNotEmpty();
    for (String secret : secrets) {
      assertThat(log.lines()).noneMatch(line -> line.contains(secret));
      assertThat(answers).noneMatch(answer -> answer.toString().contains(secret));
    }
  }

  private void sendRaw(String request) throws IOException {
    try (Socket socket = new Socket(berth.endpoint().getHost(), berth.endpoint().getPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      socket.setSoTimeout(10_000);
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      assertThat(answer).matches("(?s)HTTP/1.1 (?:4..|505) .*").doesNotContain(MARK);
    } catch (IOException reset) {
      // a head that is too long may be cut off before the answer is read
      assertThat(request).hasSizeGreaterThan(32_000);
    }
  }
}
