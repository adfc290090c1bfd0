package dev.berth.testkit.loss;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.identity.KeyRefused;
import dev.berth.identity.MasterKey;
import dev.berth.identity.Secrets;
import dev.berth.metadata.Database;
import dev.berth.testkit.BerthProcess;
import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.client.AwsAccess;
import dev.berth.testkit.client.Command;
import dev.berth.testkit.client.NeedsClient;
import dev.berth.testkit.client.Outcome;
import dev.berth.testkit.oci.Manifests;
import dev.berth.testkit.oci.RegistryClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/**
 * {@code berth root rotate-master-key}, ended by {@code kill -9} at a call of the system that is
 * about its key files or the database (threat T1). A few calls in the usual run, those that decide
 * among them; every one with {@code -Dberth.rotation.every=true}.
 */
@NeedsClient("strace")
final class KilledRotationTest {
  private static final boolean EVERY = Boolean.getBoolean("berth.rotation.every");
  private static final long SEED = Long.getLong("berth.rotation.seed", System.nanoTime());
  private static final int FEW = 3;
  private static final int USERS = 20;
  private static final String CALLS = "write,pwrite64,fsync,fdatasync,rename,unlink,ftruncate";
  private static final String[] FILES = {
    "", "master.key", "master.key.next", "master.key.next.new", "metadata.db", "metadata.db-wal"
  };
  private static final String READ_ONLY =
      "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly";

  @TempDir private Path folder;
  private final SecureRandom random = new SecureRandom();
  private final List<AccessKey> keys = new ArrayList<>();
  private Credentials session;
  private String token = "";
  private Path original;
  private String oldKey = "";
  private int copies;

  /** Ended before the {@code nth} of these calls of one thread. */
  private record Kill(String call, int nth) {}

  @BeforeEach
  void fill_a_folder() throws IOException {
    original = folder.resolve("original");
    try (RunningBerth berth = RunningBerth.on(original);
        IamClient iam = berth.access().iam()) {
      berth.createRepository("app");
      for (int i = 0; i < USERS; i++) {
        String name = "user-" + i;
        iam.createUser(r -> r.userName(name));
        keys.add(iam.createAccessKey(r -> r.userName(name)).accessKey());
      }
      iam.attachUserPolicy(r -> r.userName("user-0").policyArn(READ_ONLY));
      AwsAccess first = berth.access().as(keys.getFirst());
      try (StsClient sts = first.sts()) {
        session = sts.getSessionToken().credentials();
      }
      token = berth.password(first);
      byte[] layer = Manifests.bytes("kept");
      RegistryClient root = RegistryClient.of(berth);
      root.push("app", layer);
      root.pushManifest("app", "v1", Manifests.OCI_IMAGE, Manifests.image(layer, layer));
    }
    oldKey = Files.readString(original.resolve("master.key")).strip();
  }

  @Test
  void a_rotation_that_is_killed_leaves_one_key_that_opens_everything(TestReporter reporter)
      throws IOException {
    Set<String> kept = new LinkedHashSet<>();
    List<Kill> kills = chosen(every());
    int hit = 0;
    for (Kill kill : kills) {
      Path data = copy();
      hit += rotate(data, kill).succeeded() ? 0 : 1;
      kept.add(assertThatOneKeyOpens(data, kill) ? "old" : "new");
      assertThatNothingIsLost(data, kill);
    }
    reporter.publishEntry("kills", kills.size() + ", of which happened " + hit);
    assertThat(hit).as("kills that happened, of %s", kills).isGreaterThan(kills.size() / 2);
    assertThat(kept).containsExactlyInAnyOrder("old", "new");
  }

  private Path copy() {
    Path data = folder.resolve("copy-" + copies++);
    Command.of("cp", "-a", original.toString(), data.toString()).run().expectSuccess();
    return data;
  }

  /** Each call of a rotation that goes well. */
  private List<Kill> every() throws IOException {
    Path log = folder.resolve("calls");
    strace(copy(), "-o", log.toString()).expectSuccess();
    Map<String, Integer> counts = new HashMap<>();
    Map<String, Integer> most = new HashMap<>();
    for (String line : Files.readAllLines(log)) {
      String[] words = line.split("[ (]+", 3);
      if (words.length == 3 && CALLS.contains(words[1])) {
        int count = counts.merge(words[0] + " " + words[1], 1, Integer::sum);
        most.merge(words[1], count, Math::max);
      }
    }
    assertThat(most).containsKeys("rename", "fsync", "pwrite64");
    return most.entrySet().stream()
        .flatMap(
            calls ->
                Stream.iterate(1, n -> n <= calls.getValue(), n -> n + 1)
                    .map(n -> new Kill(calls.getKey(), n)))
        .toList();
  }

  // the new key takes its own name, and then the old one's
  private static List<Kill> chosen(List<Kill> every) {
    if (EVERY) {
      return every;
    }
    List<Kill> others = new ArrayList<>(every);
    List<Kill> deciding = List.of(new Kill("rename", 1), new Kill("rename", 2));
    assertThat(every).containsAll(deciding);
    others.removeAll(deciding);
    Collections.shuffle(others, new Random(SEED));
    return Stream.concat(deciding.stream(), others.stream().limit(FEW)).toList();
  }

  private Outcome rotate(Path data, Kill kill) {
    return strace(
        data,
        "-o",
        folder.resolve("killed").toString(),
        "-e",
        "inject=%s:signal=KILL:when=%d".formatted(kill.call(), kill.nth()));
  }

  private Outcome strace(Path data, String... options) {
    Path rotate =
        BerthProcess.program(folder.resolve("bin"), "berth", "root", "rotate-master-key", "--data");
    List<String> line = new ArrayList<>(List.of("-f", "-qq", "-e", "trace=" + CALLS));
    for (String file : FILES) {
      line.addAll(List.of("-P", data.resolve(file).toString()));
    }
    line.addAll(List.of(options));
    line.addAll(List.of(rotate.toString(), data.toString()));
    return Command.of("strace").with(line).run();
  }

  /** Of all the keys in the folder and the old one, one opens it; whether that is the old one. */
  private boolean assertThatOneKeyOpens(Path data, Kill kill) throws IOException {
    Set<String> found = new LinkedHashSet<>(List.of(oldKey));
    for (String name : List.of("master.key", "master.key.next")) {
      if (Files.exists(data.resolve(name))) {
        found.add(Files.readString(data.resolve(name)).strip());
      }
    }
    List<String> opening = new ArrayList<>();
    try (Database database = Database.sqlite(data.resolve("metadata.db"))) {
      for (String key : found) {
        if (opens(database, key)) {
          opening.add(key);
        }
      }
    }
    assertThat(opening).as(where(kill)).hasSize(1);
    return opening.getFirst().equals(oldKey);
  }

  private boolean opens(Database database, String key) {
    try {
      Secrets.open(MasterKey.given(key, "the test"), database, random);
      return true;
    } catch (KeyRefused _) {
      return false;
    }
  }

  private void assertThatNothingIsLost(Path data, Kill kill) {
    try (RunningBerth berth = RunningBerth.on(data)) {
      assertThat(data.resolve("master.key.next")).as(where(kill)).doesNotExist();
      for (AccessKey key : keys) {
        try (StsClient sts = berth.access().as(key).sts()) {
          assertThat(sts.getCallerIdentity().arn()).as(where(kill)).endsWith(key.userName());
        }
      }
      try (StsClient sts = berth.access().as(session).sts()) {
        assertThat(sts.getCallerIdentity().arn()).as(where(kill)).endsWith("/user-0");
      }
      RegistryClient loggedIn = RegistryClient.anonymous(berth.endpoint()).login(token);
      assertThat(loggedIn.send("GET", "/v2/app/manifests/v1").status())
          .as(where(kill))
          .isEqualTo(200);
    }
  }

  private static String where(Kill kill) {
    return "%s, -Dberth.rotation.seed=%d".formatted(kill, SEED);
  }
}
