package dev.berth.testkit.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.disk.MovedClock;
import dev.berth.testkit.guard.SignedCalls;
import dev.berth.testkit.oci.Answer;
import dev.berth.testkit.oci.Manifests;
import dev.berth.testkit.oci.RegistryClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.EcrClient;

/** CHECKLIST LC-36 and invariant I8 on a running server: policies run by themselves, by a clock. */
final class LifecycleJobTest {
  private static final String KEEP_ONE =
      """
      {"rules":[{"rulePriority":1,"selection":{"tagStatus":"any","countType":"imageCountMoreThan",\
      "countNumber":1},"action":{"type":"expire"}}]}""";

  @TempDir private Path folder;

  private static RegistryClient prepare(RunningBerth berth) {
    berth.createRepository("app");
    RegistryClient client = RegistryClient.of(berth);
    for (String tag : new String[] {"one", "two"}) {
      byte[] layer = Manifests.bytes(tag);
      client.push("app", layer);
      client.pushManifest("app", tag, Manifests.OCI_IMAGE, Manifests.image(layer, layer));
    }
    try (EcrClient ecr = berth.ecr()) {
      ecr.putLifecyclePolicy(r -> r.repositoryName("app").lifecyclePolicyText(KEEP_ONE));
    }
    return client;
  }

  private static int status(RegistryClient client, String tag) {
    return client.send("HEAD", "/v2/app/manifests/" + tag).status();
  }

  @Test
  void a_policy_runs_by_itself_an_hour_after_it_was_set() {
    MovedClock clock = new MovedClock();
    try (RunningBerth berth =
        RunningBerth.on(
            folder.resolve("data"),
            UnaryOperator.identity(),
            clock,
            clock::nanos,
            UnaryOperator.identity())) {
      RegistryClient client = prepare(berth);
      assertThat(status(client, "one")).isEqualTo(200);

      clock.advance(Duration.ofMinutes(61));

      await()
          .atMost(60, TimeUnit.SECONDS)
          .until(
              () -> {
                berth.berth().lookForJobs();
                return status(client, "one") == 404;
              });
      assertThat(status(client, "two")).isEqualTo(200);
    }
  }

  @Test
  void nothing_is_run_by_a_clock_that_has_jumped() {
    AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    try (RunningBerth berth =
        RunningBerth.on(
            folder.resolve("data"),
            UnaryOperator.identity(),
            () -> Clock.systemUTC().instant().plus(ahead.get()),
            UnaryOperator.identity())) {
      RegistryClient client = prepare(berth);
      ahead.set(Duration.ofHours(2));

      Answer refused =
          SignedCalls.of(berth.access())
              .send(
                  "berth",
                  "Berth_20261101.RunLifecyclePolicy",
                  "{\"repositoryName\":\"app\"}",
                  Instant.now().plus(ahead.get()));

      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.json().path("__type").asString()).isEqualTo("ValidationException");
      assertThat(refused.message()).startsWith("The server's clock has jumped");
      assertThat(status(client, "one")).isEqualTo(200);
    }
  }
}
