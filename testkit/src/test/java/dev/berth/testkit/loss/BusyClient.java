package dev.berth.testkit.loss;

import static dev.berth.testkit.loss.Fact.ABSENT;
import static dev.berth.testkit.loss.Fact.PRESENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testkit.oci.Answer;
import dev.berth.testkit.oci.Manifests;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/**
 * One of many clients that push, tag, mount and delete at random, each in repositories of its own,
 * and write down what they were told before they ask again. Layers come from a small pool, so that
 * clients share bytes.
 */
final class BusyClient {
  /** A repository whose layers are mounted from, and which nobody changes. */
  private static final String SOURCE = "crash/source";

  private static final int POOL = 30;
  private static final int LARGEST = 30_000;

  private final String repository;
  private final Random random;
  private final Promises promises = new Promises();
  private final Map<String, Integer> sizes = new HashMap<>();
  private Optional<StartedUpload> upload = Optional.empty();
  private int made;

  BusyClient(int number, long seed) {
    this.repository = "crash/client-" + number;
    this.random = new Random(seed + number);
  }

  Promises promises() {
    return promises;
  }

  /** The upload that was being made when the server went away. */
  Optional<StartedUpload> upload() {
    return upload;
  }

  /** Makes the repositories of the clients, and what they mount. */
  static void prepare(Registry registry, List<BusyClient> clients) {
    registry.ecr().createRepository(request -> request.repositoryName(SOURCE));
    for (int i = 0; i < POOL; i++) {
      registry.v2().push(SOURCE, pooled(i));
    }
    clients.forEach(
        client ->
            registry.ecr().createRepository(request -> request.repositoryName(client.repository)));
  }

  /** What an end of the server may take of an upload that is not complete (invariant I1). */
  enum Loss {
    /** Nothing that it said it has: the process ended. */
    NOTHING,
    /** Some or all of it: the power went. */
    BYTES
  }

  /** Goes on with an upload that was under way when the server went away. */
  void goOn(Registry registry, StartedUpload started, Loss loss, String where) {
    upload = Optional.empty();
    if (!promises.value(Fact.blob(repository, named(started.bytes()))).equals(ABSENT)) {
      return;
    }
    Answer status = registry.v2().send("GET", started.address());
    if (loss == Loss.BYTES && status.status() == 404) {
      return;
    }
    assertThat(status.status()).as("%s: %s", where, status).isEqualTo(204);
    int offset = offset(status.header("Range"));
    int least = loss == Loss.BYTES ? 0 : started.acknowledged();
    assertThat(offset).as(where).isBetween(least, started.sent());
    complete(registry, started.has(offset));
  }

  // "0-0" is also said of an upload without a byte
  private static int offset(String range) {
    int last = Integer.parseInt(range.substring(range.indexOf('-') + 1));
    return last == 0 ? 0 : last + 1;
  }

  /** Works until the server goes away. */
  void work(Registry registry) {
    try {
      while (true) {
        act(registry);
      }
    } catch (UncheckedIOException | SdkClientException _) {
      // the server is gone: what it did not answer promises nothing
    }
  }

  /** One request, or the few of an upload. */
  void act(Registry registry) {
    int what = random.nextInt(100);
    if (what < 20) {
      pushWhole(registry);
    } else if (what < 40) {
      pushInChunks(registry);
    } else if (what < 50) {
      mount(registry);
    } else if (what < 75) {
      pushManifest(registry);
    } else if (what < 82) {
      putImage(registry);
    } else if (what < 87) {
      deleteTag(registry);
    } else if (what < 92) {
      deleteManifest(registry);
    } else if (what < 96) {
      deleteBlob(registry);
    } else {
      makeOrDeleteRepository(registry);
    }
  }

  private void pushWhole(Registry registry) {
    byte[] layer = layer();
    String digest = named(layer);
    promises.ask(Map.of(Fact.blob(repository, digest), digest));
    settle(registry.v2().send("POST", uploads() + "?digest=" + digest, layer), 201);
  }

  private void pushInChunks(Registry registry) {
    byte[] layer = layer();
    Answer begun = registry.v2().send("POST", uploads());
    if (begun.status() != 202) {
      throw new IllegalStateException("an upload was not begun: " + begun);
    }
    StartedUpload going = new StartedUpload(begun.header("Location"), layer, 0, 0);
    upload = Optional.of(going);
    int chunk = 1 + layer.length / (1 + random.nextInt(3));
    for (int from = 0; from + chunk < layer.length; from += chunk) {
      upload = Optional.of(going.sending(from + chunk));
      byte[] bytes = Arrays.copyOfRange(layer, from, from + chunk);
      Answer answer = registry.v2().send("PATCH", going.address(), bytes);
      if (answer.status() != 202) {
        throw new IllegalStateException("a chunk was not taken: " + answer);
      }
      going = going.has(from + chunk);
      upload = Optional.of(going);
    }
    complete(registry, going);
  }

  private void complete(Registry registry, StartedUpload going) {
    String digest = named(going.bytes());
    byte[] rest = Arrays.copyOfRange(going.bytes(), going.acknowledged(), going.bytes().length);
    upload = Optional.of(going.sending(going.bytes().length));
    promises.ask(Map.of(Fact.blob(repository, digest), digest));
    String address = going.address() + (going.address().contains("?") ? "&" : "?");
    settle(registry.v2().send("PUT", address + "digest=" + digest, rest), 201);
    upload = Optional.empty();
  }

  private void mount(Registry registry) {
    String digest = named(pooled(random.nextInt(POOL)));
    promises.ask(Map.of(Fact.blob(repository, digest), digest));
    settle(registry.v2().send("POST", uploads() + "?mount=" + digest + "&from=" + SOURCE), 201);
  }

  private void pushManifest(Registry registry) {
    Optional<Fact> layer = any(Fact.Kind.BLOB);
    if (layer.isEmpty()) {
      return;
    }
    String tag = "tag-" + random.nextInt(40);
    byte[] manifest = manifest(layer.get());
    String digest = Manifests.digest(manifest);
    promises.ask(
        Map.of(Fact.manifest(repository, digest), digest, Fact.tag(repository, tag), digest));
    settle(
        registry.v2().send("PUT", manifests() + tag, manifest, "Content-Type", Manifests.OCI_IMAGE),
        201);
  }

  private void putImage(Registry registry) {
    Optional<Fact> layer = any(Fact.Kind.BLOB);
    if (layer.isEmpty()) {
      return;
    }
    byte[] manifest = manifest(layer.get());
    String digest = Manifests.digest(manifest);
    promises.ask(Map.of(Fact.manifest(repository, digest), digest));
    api(
        () ->
            registry
                .ecr()
                .putImage(
                    request ->
                        request
                            .repositoryName(repository)
                            .imageManifest(SdkBytes.fromByteArray(manifest).asUtf8String())));
  }

  private void deleteTag(Registry registry) {
    any(Fact.Kind.TAG)
        .ifPresent(
            tag -> {
              promises.ask(withoutTag(tag));
              settle(registry.v2().send("DELETE", manifests() + tag.name()), 202);
            });
  }

  // with its last tag goes the image (ECR dossier 5.4)
  private Map<Fact, String> withoutTag(Fact tag) {
    String digest = promises.value(tag);
    Map<Fact, String> change = new HashMap<>(Map.of(tag, ABSENT));
    if (tagsOf(digest).size() == 1) {
      change.put(Fact.manifest(repository, digest), ABSENT);
    }
    return change;
  }

  private List<Fact> tagsOf(String digest) {
    return promises.held(Fact.Kind.TAG).stream()
        .filter(tag -> promises.value(tag).equals(digest))
        .toList();
  }

  private void deleteManifest(Registry registry) {
    any(Fact.Kind.MANIFEST)
        .ifPresent(
            manifest -> {
              Map<Fact, String> change = new HashMap<>(Map.of(manifest, ABSENT));
              tagsOf(manifest.name()).forEach(tag -> change.put(tag, ABSENT));
              promises.ask(change);
              settle(registry.v2().send("DELETE", manifests() + manifest.name()), 202);
            });
  }

  private void deleteBlob(Registry registry) {
    any(Fact.Kind.BLOB)
        .ifPresent(
            blob -> {
              promises.ask(Map.of(blob, ABSENT));
              Answer answer = registry.v2().send("DELETE", blobs() + blob.name());
              if (answer.status() == 405) { // an image holds it: it has to be there still
                promises.refuse();
              } else {
                settle(answer, 202);
              }
            });
  }

  private void makeOrDeleteRepository(Registry registry) {
    Optional<Fact> made = any(Fact.Kind.REPOSITORY);
    if (made.isPresent() && random.nextBoolean()) {
      promises.ask(Map.of(made.get(), ABSENT));
      api(
          () ->
              registry
                  .ecr()
                  .deleteRepository(r -> r.repositoryName(made.get().name()).force(true)));
      return;
    }
    Fact another = Fact.repository(repository + "/more-" + this.made++);
    promises.ask(Map.of(another, PRESENT));
    api(() -> registry.ecr().createRepository(r -> r.repositoryName(another.name())));
  }

  private void api(Runnable call) {
    try {
      call.run();
    } catch (SdkServiceException refused) {
      throw new IllegalStateException("the API refused", refused);
    }
    promises.acknowledge();
  }

  private void settle(Answer answer, int expected) {
    if (answer.status() != expected) {
      throw new IllegalStateException("expected " + expected + ", was " + answer);
    }
    promises.acknowledge();
  }

  private Optional<Fact> any(Fact.Kind kind) {
    List<Fact> held = promises.held(kind);
    return held.isEmpty() ? Optional.empty() : Optional.of(held.get(random.nextInt(held.size())));
  }

  private byte[] manifest(Fact layer) {
    return Manifests.bytes(
        """
        {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"application/vnd.oci.image.config.v1+json",\
        "digest":"%s","size":%d},"layers":[],"annotations":{"n":"%d"}}\
        """
            .formatted(
                Manifests.OCI_IMAGE, layer.name(), sizes.get(layer.name()), random.nextInt()));
  }

  private byte[] layer() {
    if (random.nextInt(4) == 0) {
      return pooled(random.nextInt(POOL));
    }
    byte[] layer = new byte[1 + random.nextInt(LARGEST)];
    random.nextBytes(layer);
    return layer;
  }

  private String named(byte[] layer) {
    String digest = Manifests.digest(layer);
    sizes.put(digest, layer.length);
    return digest;
  }

  private static byte[] pooled(int number) {
    byte[] layer = new byte[2_000 + 700 * number];
    new Random(number).nextBytes(layer);
    return layer;
  }

  private String blobs() {
    return "/v2/" + repository + "/blobs/";
  }

  private String uploads() {
    return blobs() + "uploads/";
  }

  private String manifests() {
    return "/v2/" + repository + "/manifests/";
  }
}
