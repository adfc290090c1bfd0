package dev.berth.testkit.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.model.AccountId;
import dev.berth.server.config.ConfigKey;
import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.client.AwsAccess;
import dev.berth.testkit.guard.SignedCalls;
import dev.berth.testkit.oci.Answer;
import dev.berth.testkit.oci.Manifests;
import dev.berth.testkit.oci.RegistryClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.EcrException;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;

/** ECR's request rates (ecr-behaviour 22), by a clock that stands still until it is moved. */
class ThrottleTest {
  private static final String OTHER = "111111111111";
  private static final byte[] LAYER = Manifests.bytes("a layer");
  private static final String IMAGE = Manifests.image(LAYER, LAYER);

  private final AtomicLong nanos = new AtomicLong();
  private RunningBerth berth;
  private EcrClient ecr;
  private RegistryClient docker;

  // The client of docker asks for a token, so four of the five at once are left.
  @BeforeEach
  void start(@TempDir Path data) {
    berth =
        RunningBerth.on(
            data,
            text ->
                text.set(ConfigKey.ACCOUNTS, "000000000000," + OTHER)
                    .set(ConfigKey.REGIONS, "us-east-1,eu-central-1")
                    .set(ConfigKey.THROTTLE_ENABLED, "true")
                    .set(ConfigKey.THROTTLE_GET_AUTHORIZATION_TOKEN, "2 burst 5")
                    .set(ConfigKey.THROTTLE_BATCH_GET_IMAGE, "3")
                    .set(ConfigKey.WRONG_CREDENTIALS_PER_KEY, "0")
                    .set(ConfigKey.WRONG_CREDENTIALS_PER_SOURCE, "0"),
            Clock.systemUTC(),
            nanos::get,
            UnaryOperator.identity());
    ecr = berth.ecr();
    berth.createRepository("app");
    docker = RegistryClient.of(berth);
  }

  @AfterEach
  void stop() {
    ecr.close();
    berth.close();
  }

  private void useUp(EcrClient client, int tokens) {
    for (int i = 0; i < tokens; i++) {
      assertThat(client.getAuthorizationToken().authorizationData()).hasSize(1);
    }
    assertThrottled(client::getAuthorizationToken);
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private void get(EcrClient client) {
    client.batchGetImage(
        r -> r.repositoryName("app").imageIds(ImageIdentifier.builder().imageTag("v1").build()));
  }

  private Answer manifest() {
    return docker.send("GET", "/v2/app/manifests/v1", "Accept", Manifests.OCI_IMAGE);
  }

  private static void assertThrottled(Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            EcrException.class,
            refused -> {
              assertThat(refused.statusCode()).isEqualTo(400);
              assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("ThrottlingException");
              assertThat(refused.awsErrorDetails().errorMessage()).isEqualTo("Rate exceeded");
              assertThat(refused.isThrottlingException()).isTrue();
            });
  }

  // MQ-04, PR-10, V2-09: PutImage has the smallest rate of the eight, 10 a second
  @Test
  void the_eleventh_image_within_a_second_has_to_wait() {
    docker.push("app", LAYER);
    for (int i = 0; i < 10; i++) {
      String tag = "v" + i;
      ecr.putImage(r -> r.repositoryName("app").imageTag(tag).imageManifest(IMAGE));
    }

    assertThrottled(
        () -> ecr.putImage(r -> r.repositoryName("app").imageTag("v10").imageManifest(IMAGE)));
    Answer slowed = docker.putManifest("app", "v10", Manifests.OCI_IMAGE, IMAGE);
    assertThat(slowed.status()).isEqualTo(429);
    assertThat(slowed.code()).isEqualTo("TOOMANYREQUESTS");
    assertThat(slowed.message()).isEqualTo("Rate exceeded");
    assertThat(slowed.header("Retry-After")).isEqualTo("1");

    pass(Duration.ofMillis(100));
    assertThat(docker.putManifest("app", "v10", Manifests.OCI_IMAGE, IMAGE).status())
        .isEqualTo(201);
    assertThrottled(
        () -> ecr.putImage(r -> r.repositoryName("app").imageTag("v11").imageManifest(IMAGE)));
  }

  // MQ-05
  @Test
  void a_burst_is_answered_at_once_and_then_the_bucket_fills_steadily() {
    useUp(ecr, 4);

    pass(Duration.ofMillis(499));
    assertThrottled(ecr::getAuthorizationToken);
    pass(Duration.ofMillis(1));
    useUp(ecr, 1);
    pass(Duration.ofHours(1));
    useUp(ecr, 5);
  }

  // MQ-06
  @Test
  void the_api_and_docker_take_from_one_bucket() {
    docker.push("app", LAYER);
    docker.pushManifest("app", "v1", Manifests.OCI_IMAGE, IMAGE);

    get(ecr);
    assertThat(manifest().status()).isEqualTo(200);
    get(ecr);

    assertThat(manifest().status()).isEqualTo(429);
    assertThrottled(() -> get(ecr));
    assertThat(docker.send("GET", "/v2/app/tags/list").status()).as("no rate").isEqualTo(200);
    ecr.describeRepositories();
  }

  @Test
  void accounts_and_regions_have_buckets_of_their_own() {
    AwsAccess here = berth.access();
    AwsAccess there =
        new AwsAccess(here.endpoint(), here.accessKeyId(), here.secretAccessKey(), "eu-central-1");
    useUp(ecr, 4);

    try (EcrClient elsewhere = there.ecr();
        EcrClient other = berth.access(new AccountId(OTHER)).ecr()) {
      useUp(elsewhere, 5);
      useUp(other, 5);
    }
  }

  // A signature is not right because the id of its key is.
  @Test
  void nobody_uses_up_the_rate_of_a_key_that_is_not_theirs() {
    AwsAccess guess =
        new AwsAccess(
            berth.endpoint(), berth.access().accessKeyId(), "guessed", berth.access().region());
    for (int i = 0; i < 10; i++) {
      assertThat(
              SignedCalls.of(guess)
                  .send("ecr", "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken", "{}")
                  .json()
                  .path("__type")
                  .asString())
          .isEqualTo("InvalidSignatureException");
    }

    useUp(ecr, 4);
  }

  @Test
  void an_sdk_that_tries_again_gets_its_answer() {
    useUp(ecr, 4);
    AtomicInteger refused = new AtomicInteger();
    ExecutionInterceptor waits =
        new ExecutionInterceptor() {
          @Override
          public void beforeUnmarshalling(
              Context.BeforeUnmarshalling context, ExecutionAttributes attributes) {
            if (context.httpResponse().statusCode() == 400) {
              refused.incrementAndGet();
              pass(Duration.ofSeconds(1));
            }
          }
        };
    try (EcrClient patient =
        EcrClient.builder()
            .endpointOverride(berth.endpoint())
            .region(Region.of(berth.access().region()))
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(
                        berth.access().accessKeyId(), berth.access().secretAccessKey())))
            .httpClient(UrlConnectionHttpClient.create())
            .overrideConfiguration(o -> o.addExecutionInterceptor(waits))
            .build()) {
      assertThat(patient.getAuthorizationToken().authorizationData()).hasSize(1);
    }

    assertThat(refused).hasValue(1);
  }

  @Test
  void nobody_waits_unless_somebody_says_so(@TempDir Path data) {
    try (RunningBerth usual =
        RunningBerth.on(data, text -> text.set(ConfigKey.THROTTLE_PUT_IMAGE, "1"))) {
      usual.createRepository("app");
      RegistryClient client = RegistryClient.of(usual);
      client.push("app", LAYER);
      for (int i = 0; i < 15; i++) {
        assertThat(client.putManifest("app", "v" + i, Manifests.OCI_IMAGE, IMAGE).status())
            .isEqualTo(201);
      }
    }
  }
}
