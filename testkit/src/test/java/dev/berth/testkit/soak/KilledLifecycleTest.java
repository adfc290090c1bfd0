package dev.berth.testkit.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.cli.Main;
import dev.berth.testkit.oci.Answer;
import dev.berth.testkit.oci.Manifests;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * Invariant I8 of lifecycle: {@code kill -9} while a policy is carried out. {@code
 * -Dberth.lifecycle.rounds=50} makes it a long test.
 */
final class KilledLifecycleTest {
  private static final int ROUNDS = Integer.getInteger("berth.lifecycle.rounds", 2);
  private static final int PUSHED = 160;
  private static final int KEPT = 20;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** The policy is due again, and a job that was killed is taken for dead. */
  private static final Duration UNTIL_DUE = Duration.ofHours(13);

  private static final Duration UNTIL_DEAD = Duration.ofHours(1);
  private static final byte[] LAYER = Manifests.bytes("a layer");

  @TempDir private Path folder;

  @Test
  void a_run_that_was_killed_is_finished_and_takes_nothing_that_the_policy_keeps(
      TestReporter reporter) throws Exception {
    Path data = folder.resolve("data");
    Duration ahead = Duration.ZERO;
    int amid = 0;
    for (int round = 0; round < ROUNDS; round++) {
      List<String> newest;
      try (SoakServer server = SoakServer.on(data, ahead)) {
        if (round == 0) {
          prepare(server);
        }
        newest = push(server, round);
        server.pass(UNTIL_DUE);
        untilTheOldestIsGone(server, tags(server).getFirst());
        server.kill();
        ahead = server.ahead().plus(UNTIL_DEAD);
      }
      assertThat(Main.run("fsck", "--full", "--data", data.toString())).isZero();
      try (SoakServer server = SoakServer.on(data, ahead)) {
        List<String> left = tags(server);
        amid += left.size() > KEPT ? 1 : 0;
        assertThat(left).containsAll(newest);
        server.awaitJobs();
        assertThat(tags(server)).isEqualTo(newest);
        for (String tag : newest) {
          assertThat(server.client().send("GET", manifests() + tag).status()).isEqualTo(200);
        }
      }
      assertThat(Main.run("fsck", "--full", "--data", data.toString())).isZero();
    }
    reporter.publishEntry("killed amid the run", amid + " of " + ROUNDS);
  }

  private static void prepare(SoakServer server) {
    server.createRepository("app");
    server.client().push("app", LAYER);
    server.call(
        "ecr",
        "AmazonEC2ContainerRegistry_V20150921.PutLifecyclePolicy",
        """
        {"repositoryName":"app","lifecyclePolicyText":"{\\"rules\\":[{\\"rulePriority\\":1,\\"selection\\":{\
        \\"tagStatus\\":\\"any\\",\\"countType\\":\\"imageCountMoreThan\\",\\"countNumber\\":%d},\
        \\"action\\":{\\"type\\":\\"expire\\"}}]}"}"""
            .formatted(KEPT));
  }

  /** Pushes images whose tags are in the order of their age. */
  private static List<String> push(SoakServer server, int round) {
    List<String> tags =
        IntStream.range(0, PUSHED).mapToObj(i -> "r%03d-%04d".formatted(round, i)).toList();
    for (String tag : tags) {
      String plain = Manifests.image(LAYER, LAYER);
      String manifest =
          "%s,\"annotations\":{\"tag\":\"%s\"}}"
              .formatted(plain.substring(0, plain.length() - 1), tag);
      server.client().pushManifest("app", tag, Manifests.OCI_IMAGE, manifest);
    }
    return tags.subList(PUSHED - KEPT, PUSHED);
  }

  private static List<String> tags(SoakServer server) {
    Answer answer = server.client().send("GET", "/v2/app/tags/list?n=1000");
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    return answer.texts("tags");
  }

  private static void untilTheOldestIsGone(SoakServer server, String oldest) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .until(
            () -> {
              server.look();
              return server.client().send("HEAD", manifests() + oldest).status() == 404;
            });
  }

  private static String manifests() {
    return "/v2/app/manifests/";
  }
}
