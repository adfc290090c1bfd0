package dev.berth.testkit.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.berth.server.config.ConfigKey;
import dev.berth.testkit.BerthProcess;
import dev.berth.testkit.RunningBerth;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Webhooks to a real receiver. */
final class WebhookTest {
  private static final String SECRET = "a secret that both of them know";
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir private Path folder;
  private Receiver receiver;
  private Path secret;

  @BeforeEach
  void start() throws IOException {
    receiver = new Receiver();
    secret = Files.writeString(folder.resolve("secret"), SECRET + "\n");
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  private String webhook(String more) {
    return receiver.url() + " name=hook secret-file=" + secret + more;
  }

  private RunningBerth berth(String webhooks) {
    return RunningBerth.on(
        folder.resolve("data"), settings -> settings.set(ConfigKey.EVENTS_WEBHOOKS, webhooks));
  }

  private static String command(Path data, String... arguments) {
    List<String> line = new ArrayList<>(List.of("events"));
    line.addAll(List.of(arguments));
    line.addAll(List.of("--data", data.toString()));
    return BerthProcess.run(line.toArray(String[]::new)).expectSuccess().text();
  }

  private void awaitTaken(String... repositories) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(receiver.repositories()).containsExactly(repositories));
  }

  @Test
  void events_are_posted_in_order_and_signed() throws Exception {
    try (RunningBerth berth = berth(webhook(""))) {
      for (String name : List.of("one", "two", "three")) {
        berth.createRepository(name);
      }
      awaitTaken("one", "two", "three");
    }
    Receiver.Request first = receiver.taken().getFirst();
    String[] parts = first.signature().split("[=,]");
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    byte[] signed = (parts[1] + "." + first.body()).getBytes(StandardCharsets.UTF_8);

    assertThat(parts[3]).isEqualTo(HexFormat.of().formatHex(mac.doFinal(signed)));
    assertThat(first.id()).isEqualTo(first.event().path("id").asString());
    assertThat(first.event().path("detail-type").asString()).isEqualTo("Berth Repository Action");
  }

  @Test
  void what_a_receiver_cannot_take_now_is_tried_again_before_the_next() {
    int[] left = {2};
    receiver.answers(_ -> left[0]-- > 0 ? 503 : 200);
    try (RunningBerth berth = berth(webhook(""))) {
      berth.createRepository("one");
      berth.createRepository("two");

      awaitTaken("one", "two");
    }
    assertThat(receiver.all()).hasSize(4);
    assertThat(receiver.all().stream().map(Receiver.Request::id).distinct()).hasSize(2);
  }

  @Test
  void what_is_refused_becomes_a_dead_letter_and_is_sent_again_by_command() {
    Path data = folder.resolve("data");
    receiver.answers(request -> request.body().contains("bad") ? 400 : 204);
    try (RunningBerth berth = berth(webhook(""))) {
      berth.createRepository("bad");
      berth.createRepository("good");
      awaitTaken("good");

      assertThat(command(data, "dead-letters"))
          .contains("\"sinkName\":\"hook\"", "\"reason\":\"it answered 400\"", "bad");
      receiver.answers(_ -> 204);
      assertThat(command(data, "resend", "--sink", "hook")).contains("1 event is");
      awaitTaken("good", "bad");
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(command(data, "dead-letters")).isBlank());
    }
  }

  @Test
  void a_pattern_chooses_and_the_place_outlives_a_restart() throws IOException {
    Path pattern =
        Files.writeString(
            folder.resolve("pattern"), "{\"detail\":{\"repository-name\":[{\"prefix\":\"w\"}]}}");
    String webhooks = webhook(" pattern-file=" + pattern);
    try (RunningBerth berth = berth(webhooks)) {
      berth.createRepository("wanted-1");
      berth.createRepository("unwanted");
      awaitTaken("wanted-1");
    }
    receiver.answers(_ -> 503);
    try (RunningBerth berth = berth(webhooks)) {
      berth.createRepository("wanted-2");
    }
    receiver.answers(_ -> 204);
    try (RunningBerth _ = berth(webhooks)) {
      awaitTaken("wanted-1", "wanted-2");
    }
  }

  @Test
  void a_receiver_that_hangs_delays_nobody_else() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        RunningBerth berth =
            berth(
                "http://127.0.0.1:%d/ name=silent secret-file=%s,%s"
                    .formatted(silent.getLocalPort(), secret, webhook("")))) {
      berth.createRepository("one");

      awaitTaken("one");
    }
  }

  @Test
  void events_go_to_files_where_they_are_wanted() {
    Path data = folder.resolve("data");
    try (RunningBerth berth =
        RunningBerth.on(data, settings -> settings.set(ConfigKey.EVENTS_FILE, "true"))) {
      berth.createRepository("one");
      Path file = data.resolve("events").resolve("000000001.jsonl");
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(Files.readAllLines(file))
                      .singleElement()
                      .asString()
                      .startsWith("{\"version\":\"0\""));
    }
  }
}
