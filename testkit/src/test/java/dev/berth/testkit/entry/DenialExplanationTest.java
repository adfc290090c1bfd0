package dev.berth.testkit.entry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.guard.DenyingGate;
import dev.berth.testkit.oci.Answer;
import dev.berth.testkit.oci.RegistryClient;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.UnaryOperator;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.EcrException;

/** Why something was denied, told to those who ask and may know. */
class DenialExplanationTest {
  private static final String FIELD = "X-Berth-Denial";
  private static final String ASK = "X-Berth-Explain";

  private final DenyingGate gate = new DenyingGate();
  private RunningBerth berth;
  private RegistryClient client;

  @BeforeEach
  void start(@TempDir Path data) {
    berth = RunningBerth.on(data, UnaryOperator.identity(), Clock.systemUTC(), gate::around);
    berth.createRepository("app");
    client = RegistryClient.of(berth);
  }

  @AfterEach
  void stop() {
    berth.close();
  }

  private Answer denied(String... headers) {
    return client.send("GET", "/v2/app/tags/list", headers);
  }

  @Test
  void who_may_know_is_told_beside_the_answer() {
    gate.deny("ecr:ListImages");

    Answer answer = denied(ASK, "true");

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.header(FIELD))
        .startsWith("ecr:ListImages on arn:aws:ecr:us-east-1:000000000000:repository/app: ")
        .hasSizeLessThan(1100)
        .matches("[ -~]+");
  }

  @Test
  void who_does_not_ask_is_told_nothing_more() {
    gate.deny("ecr:ListImages");

    assertThat(denied().header(FIELD)).isEmpty();
    assertThat(denied(ASK, "yes").header(FIELD)).isEmpty();
  }

  @Test
  void who_may_not_know_is_answered_as_if_nothing_had_been_asked() {
    gate.deny("ecr:ListImages");
    Answer plain = denied();
    gate.deny(
        demand ->
            demand.action().toString().equals("ecr:ListImages")
                || demand.action().toString().equals("berth:ExplainDenial"));

    Answer answer = denied(ASK, "true");

    assertThat(answer.header(FIELD)).isEmpty();
    assertThat(answer.status()).isEqualTo(plain.status());
    assertThat(answer.text()).isEqualTo(plain.text());
    assertThat(answer.headers().keySet()).isEqualTo(plain.headers().keySet());
  }

  @Test
  void the_api_tells_it_alike() {
    gate.deny("ecr:DescribeRepositories");
    try (EcrClient ecr = berth.ecr()) {
      Throwable denied =
          Assertions.catchThrowable(
              () ->
                  ecr.describeRepositories(
                      request -> request.overrideConfiguration(o -> o.putHeader(ASK, "true"))));

      assertThat(denied)
          .isInstanceOfSatisfying(
              EcrException.class,
              refusal ->
                  assertThat(
                          refusal
                              .awsErrorDetails()
                              .sdkHttpResponse()
                              .firstMatchingHeader(FIELD)
                              .orElse(""))
                      .startsWith("ecr:DescribeRepositories on "));
    }
  }

  @Test
  void who_is_allowed_is_told_nothing() {
    assertThat(denied(ASK, "true").header(FIELD)).isEmpty();
  }
}
