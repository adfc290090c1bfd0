package dev.berth.testkit.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.berth.server.config.ConfigKey;
import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.oci.RegistryClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code /metrics} says of a webhook that nobody answers, and of what it lost. */
final class SinkFiguresTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** The port of a service that nobody offers any more. */
  private static final String NOBODY = "http://127.0.0.1:9/";

  private static final String OF_HOOK = "{sink=\"hook\"}";
  private static final String OF_FILES = "{sink=\"file\"}";

  @TempDir private Path folder;
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

  private RunningBerth berth() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "a secret of two parties");
    String hook = NOBODY + " name=hook secret-file=" + secret;
    return RunningBerth.on(
        folder.resolve("data"),
        settings ->
            settings
                .set(ConfigKey.METRICS_LISTEN, "127.0.0.1:0")
                .set(ConfigKey.EVENTS_FILE, "true")
                .set(ConfigKey.EVENTS_WEBHOOKS, hook),
        () -> Clock.systemUTC().instant().plus(ahead.get()),
        UnaryOperator.identity());
  }

  private static Scrape scrape(RunningBerth berth) {
    URI own = URI.create("http://127.0.0.1:" + berth.berth().metricsPort().orElseThrow());
    return Scrape.of(RegistryClient.anonymous(own).send("GET", "/metrics").text());
  }

  @Test
  void a_sink_that_is_behind_and_what_it_lost_can_be_alarmed_on() throws IOException {
    try (RunningBerth berth = berth()) {
      berth.createRepository("one");

      Scrape behind =
          await()
              .atMost(PATIENCE)
              .until(
                  () -> scrape(berth),
                  page ->
                      page.value("berth_event_sink_attempts" + OF_HOOK) > 0
                          && page.value("berth_event_sink_waiting" + OF_FILES) == 0);
      assertThat(behind.value("berth_event_sink_waiting" + OF_HOOK)).isEqualTo(1);
      assertThat(behind.value("berth_event_sink_oldest_seconds" + OF_HOOK)).isPositive();
      assertThat(behind.value("berth_event_sink_oldest_seconds" + OF_FILES)).isZero();
      assertThat(behind.value("berth_event_dead_letters" + OF_HOOK)).isZero();

      ahead.set(Duration.ofHours(25));
      await()
          .atMost(PATIENCE)
          .until(
              () -> scrape(berth),
              page ->
                  page.value("berth_event_dead_letters" + OF_HOOK) == 1
                      && page.value("berth_event_sink_waiting" + OF_HOOK) == 0);
    }
  }
}
