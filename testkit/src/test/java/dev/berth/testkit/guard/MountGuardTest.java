package dev.berth.testkit.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.oci.Answer;
import dev.berth.testkit.oci.Manifests;
import dev.berth.testkit.oci.RegistryClient;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Invariant I6 for mounts that name no source (oci-behaviour 2.5): of those who hold the layer, at
 * most 16 are asked about, and a holder that the caller may not read is no holder.
 */
class MountGuardTest {
  private static final byte[] LAYER = Manifests.bytes("a layer that many hold");
  private static final String DIGEST = Manifests.digest(LAYER);
  private static final String TARGET = "team/target";
  private static final String MOUNT = "/v2/" + TARGET + "/blobs/uploads/?mount=" + DIGEST;
  private static final String READ = "ecr:GetDownloadUrlForLayer";

  private final DenyingGate gate = new DenyingGate();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private RunningBerth berth;
  private RegistryClient client;

  @BeforeEach
  void start(@TempDir Path data) {
    berth = RunningBerth.on(data, UnaryOperator.identity(), Clock.systemUTC(), gate::around);
    client = RegistryClient.of(berth);
    berth.createRepository(TARGET);
  }

  @AfterEach
  void stop() {
    berth.close();
  }

  // V2-28
  @Test
  void holders_that_may_not_be_read_are_answered_like_none() {
    Answer none = client.send("POST", MOUNT);
    hold("secret/one");
    hold("team/secret");
    denyReadingOf(_ -> true);

    Answer denied = client.send("POST", MOUNT);
    gate.denyNothing();

    assertThat(asked).containsExactly("team/secret", "secret/one");
    assertThat(denied.status()).isEqualTo(none.status()).isEqualTo(202);
    assertThat(denied.headers().keySet()).isEqualTo(none.headers().keySet());
    assertThat(denied.header("Location")).startsWith("/v2/" + TARGET + "/blobs/uploads/");
    assertThat(denied.body()).isEmpty();
    assertThat(client.send("HEAD", "/v2/" + TARGET + "/blobs/" + DIGEST).status()).isEqualTo(404);
  }

  @Test
  void the_first_holder_that_may_be_read_is_mounted_from() {
    hold("secret/one");
    hold("open/two");
    denyReadingOf(name -> name.startsWith("secret/"));

    Answer mounted = client.send("POST", MOUNT);

    assertThat(mounted.status()).isEqualTo(201);
    assertThat(asked).containsExactly("secret/one", "open/two");
    gate.denyNothing();
    assertThat(client.send("GET", "/v2/" + TARGET + "/blobs/" + DIGEST).body()).isEqualTo(LAYER);
  }

  @Test
  void the_seventeenth_holder_is_not_asked_about() {
    List<String> holders = IntStream.rangeClosed(1, 17).mapToObj("many/r%02d"::formatted).toList();
    holders.forEach(this::hold);
    denyReadingOf(name -> !name.equals("many/r17"));

    Answer answer = client.send("POST", MOUNT);

    assertThat(answer.status()).isEqualTo(202);
    assertThat(asked).containsExactlyElementsOf(holders.subList(0, 16));
  }

  @Test
  void holders_of_the_same_namespace_are_asked_about_first() {
    IntStream.rangeClosed(1, 17).mapToObj("many/r%02d"::formatted).forEach(this::hold);
    hold("team/near");
    denyReadingOf(name -> !name.equals("team/near"));

    Answer answer = client.send("POST", MOUNT);

    assertThat(answer.status()).isEqualTo(201);
    assertThat(asked).hasSize(16).first().isEqualTo("team/near");
  }

  @Test
  void whoever_may_not_begin_an_upload_mounts_nothing() {
    hold("open/two");
    gate.deny("ecr:InitiateLayerUpload");

    Answer answer = client.send("POST", MOUNT);
    Answer missing = client.send("POST", "/v2/team/missing/blobs/uploads/?mount=" + DIGEST);
    gate.denyNothing();

    assertThat(answer.status()).isEqualTo(403);
    assertThat(missing.status()).as("of a repository that does not exist").isEqualTo(403);
    assertThat(client.send("HEAD", "/v2/" + TARGET + "/blobs/" + DIGEST).status()).isEqualTo(404);
  }

  private void hold(String repository) {
    berth.createRepository(repository);
    client.push(repository, LAYER);
  }

  // also notes, in order, which repositories the gate was asked about
  private void denyReadingOf(Predicate<String> names) {
    gate.deny(
        demand -> {
          if (!demand.action().toString().equals(READ)) {
            return false;
          }
          String arn = demand.resource().name();
          String name = arn.substring(arn.indexOf("repository/") + "repository/".length());
          asked.add(name);
          return names.test(name);
        });
  }
}
