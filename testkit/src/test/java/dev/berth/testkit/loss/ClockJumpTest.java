package dev.berth.testkit.loss;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.cli.Main;
import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.oci.Answer;
import dev.berth.testkit.oci.RegistryClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Invariant I8 on a running server: a clock that jumps beyond the time after which uploads are
 * given up deletes none.
 */
final class ClockJumpTest {
  private static final Duration JUMP = Duration.ofHours(30);
  private static final String REPOSITORY = "patient";

  @TempDir private Path folder;

  @Test
  void a_jump_of_the_clock_deletes_nothing_and_readiness_says_so() {
    Path data = folder.resolve("data");
    AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    try (RunningBerth berth =
        RunningBerth.on(
            data,
            UnaryOperator.identity(),
            () -> Clock.systemUTC().instant().plus(ahead.get()),
            UnaryOperator.identity())) {
      RegistryClient client = RegistryClient.of(berth);
      berth.createRepository(REPOSITORY);
      String upload = client.begin(REPOSITORY);
      assertThat(client.send("PATCH", upload, new byte[1000]).status()).isEqualTo(202);
      assertThat(client.send("GET", "/health/ready").status()).isEqualTo(200);

      ahead.set(JUMP);
      Awaitility.await()
          .atMost(60, TimeUnit.SECONDS)
          .until(() -> client.send("GET", "/health/ready").status() == 503);
      Answer unready = client.send("GET", "/health/ready");
      assertThat(unready.texts("reasons"))
          .singleElement()
          .asString()
          .startsWith("clock: the clock jumped")
          .contains("jobs that delete pause");

      // back again, or the client's own clock would be refused
      ahead.set(Duration.ZERO);
      Answer status = client.send("GET", upload);
      assertThat(status.status()).isEqualTo(204);
      assertThat(status.header("Range")).isEqualTo("0-999");
    }
    assertThat(Main.run("fsck", "--full", "--data", data.toString())).isZero();
  }
}
