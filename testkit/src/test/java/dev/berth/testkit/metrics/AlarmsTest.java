package dev.berth.testkit.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.berth.server.config.ConfigKey;
import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.oci.Manifests;
import dev.berth.testkit.oci.RegistryClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code docs/operation.md} names figures to alarm on: a server that has all that can be watched
 * serves each of them, and what it serves stands there.
 */
final class AlarmsTest {
  private static final Pattern FIGURE = Pattern.compile("\\b(?:berth|jvm|process)_[a-z_]+[a-z]");
  private static final Pattern ALARM = Pattern.compile("(?m)^\\| [^|]+ \\| (`.+) \\| [^|]+ \\|$");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** With a repository each; they stand in a sentence of their own. */
  private static final Set<String> OF_REPOSITORIES =
      Set.of("berth_repository_pulls_total", "berth_repository_images");

  @TempDir private Path folder;

  private static String page() throws IOException {
    String page = Files.readString(Path.of("../docs/operation.md"));
    return page.substring(page.indexOf("### Alarms"), page.indexOf("## The data folder"));
  }

  private static Set<String> figures(String text) {
    return FIGURE.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
  }

  /** Such as {@code a_seconds} for {@code a_seconds_bucket}. */
  private static Set<String> families(Set<String> names) {
    return names.stream()
        .map(name -> name.replaceFirst("_(bucket|count|sum)$", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private RunningBerth berth() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "a secret of two parties");
    return RunningBerth.on(
        folder.resolve("data"),
        settings ->
            settings
                .set(ConfigKey.METRICS_LISTEN, "127.0.0.1:0")
                .set(ConfigKey.EVENTS_WEBHOOKS, "http://127.0.0.1:9/ secret-file=" + secret));
  }

  private static Scrape scrape(RunningBerth berth) {
    URI own = URI.create("http://127.0.0.1:" + berth.berth().metricsPort().orElseThrow());
    return Scrape.of(RegistryClient.anonymous(own).send("GET", "/metrics").text());
  }

  /** Something of each kind has happened. */
  private static void live(RunningBerth berth) {
    RegistryClient client = RegistryClient.of(berth);
    berth.createRepository("app");
    byte[] config = Manifests.bytes("{}");
    client.push("app", config);
    client.pushManifest("app", "v1", Manifests.OCI_IMAGE, Manifests.image(config, config));
    client.send("HEAD", "/v2/app/manifests/v1");
    client.send("GET", "/v2/app/manifests/v1");
    client.begin("app");
    berth.berth().lookForJobs();
  }

  @Test
  void every_figure_of_an_alarm_is_served_and_every_figure_that_is_served_stands_there()
      throws IOException {
    String page = page();
    Set<String> alarms =
        ALARM.matcher(page).results().map(found -> found.group(1)).collect(Collectors.toSet());
    Set<String> wanted = families(figures(String.join("\n", alarms)));
    wanted.remove("berth_certificate_end_seconds"); // only where there is TLS: see below
    assertThat(alarms).hasSizeGreaterThan(20);

    try (RunningBerth berth = berth()) {
      live(berth);

      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(families(scrape(berth).names())).containsAll(wanted));
      assertThat(scrape(berth).value("berth_ready")).isEqualTo(1);
      assertThat(families(figures(page))).containsAll(families(scrape(berth).names()));
    }
    assertThat(figures(page)).containsAll(OF_REPOSITORIES);
  }

  @Test
  void the_end_of_the_certificate_is_told_where_there_is_one() {
    try (RunningBerth berth =
        RunningBerth.on(
            folder.resolve("data"),
            settings ->
                settings
                    .set(ConfigKey.METRICS_LISTEN, "127.0.0.1:0")
                    .set(ConfigKey.TLS_SELF_SIGNED, "true"))) {
      double end = scrape(berth).value("berth_certificate_end_seconds");

      assertThat(Instant.ofEpochSecond((long) end)).isAfter(Instant.now().plus(Duration.ofDays(7)));
    }
  }
}
