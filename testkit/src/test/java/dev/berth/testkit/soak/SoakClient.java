package dev.berth.testkit.soak;

import dev.berth.testkit.oci.Answer;
import dev.berth.testkit.oci.Manifests;
import dev.berth.testkit.oci.RegistryClient;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/**
 * One client, with a repository of its own and one that a lifecycle policy keeps small. It pushes
 * as docker does, tags, names what it pushed in an index, pulls, and deletes what is old.
 */
final class SoakClient {
  /** The repository that layers are mounted from. */
  static final String SHARED = "soak/shared";

  /** How many images the policy of the small repository keeps. */
  static final int KEPT_BY_POLICY = 5;

  private static final int SHARED_LAYERS = 6;
  private static final int KEPT = 8;
  private static final int SIZE = 8_000;

  private final SoakServer server;
  private final String own;
  private final String small;
  private final String name;
  private final Random random;
  private final Deque<Pushed> kept = new ArrayDeque<>();
  private volatile Figures figures;
  private int round;

  private record Pushed(String manifest, String index, List<byte[]> blobs) {}

  SoakClient(SoakServer server, int number, Figures figures) {
    this.server = server;
    this.name = "client-" + number;
    this.own = "soak/" + name;
    this.small = own + "/small";
    this.random = new Random(number);
    this.figures = figures;
  }

  /** Makes its repositories. */
  void prepare() {
    server.createRepository(own);
    server.createRepository(small);
    server.call(
        "ecr",
        "AmazonEC2ContainerRegistry_V20150921.PutLifecyclePolicy",
        """
        {"repositoryName":"%s","lifecyclePolicyText":"{\\"rules\\":[{\\"rulePriority\\":1,\\"selection\\":{\
        \\"tagStatus\\":\\"any\\",\\"countType\\":\\"imageCountMoreThan\\",\\"countNumber\\":%d},\
        \\"action\\":{\\"type\\":\\"expire\\"}}]}"}"""
            .formatted(small, KEPT_BY_POLICY));
  }

  /** Where times and failures go from now on. */
  void tell(Figures next) {
    figures = next;
  }

  /** One image comes, one is pulled, and one goes. */
  void work() {
    Figures told = figures;
    try {
      long start = System.nanoTime();
      Pushed pushed = push();
      long pushedAt = System.nanoTime();
      told.took(Figures.Kind.PUSH, pushedAt - start);
      kept.addLast(pushed);
      Pushed old = kept.getFirst();
      long pulling = System.nanoTime();
      pull(old);
      told.took(Figures.Kind.PULL, System.nanoTime() - pulling);
      if (kept.size() > KEPT) {
        kept.removeFirst();
        expect(202, "DELETE", manifests(own) + Manifests.digest(old.index()));
        expect(202, "DELETE", manifests(own) + Manifests.digest(old.manifest()));
      }
    } catch (RuntimeException failure) {
      told.failed(name + ": " + failure);
    }
    round++;
  }

  /** Pulls everything that it has not deleted. */
  void pullAll() {
    try {
      kept.forEach(this::pull);
    } catch (RuntimeException failure) {
      figures.failed(name + ": " + failure);
    }
  }

  /** How many images the small repository shows. */
  int small() {
    return server
        .call(
            "ecr",
            "AmazonEC2ContainerRegistry_V20150921.ListImages",
            "{\"repositoryName\":\"%s\"}".formatted(small))
        .json()
        .path("imageIds")
        .size();
  }

  private Pushed push() {
    byte[] common = Manifests.bytes("shared layer " + random.nextInt(SHARED_LAYERS));
    byte[] config = Manifests.bytes("{\"of\":\"%s round %d\"}".formatted(name, round));
    byte[] layer = new byte[SIZE];
    new Random(((long) name.hashCode() << 32) + round).nextBytes(layer);
    have(SHARED, common);
    expect(
        201,
        "POST",
        "/v2/%s/blobs/uploads/?mount=%s&from=%s".formatted(own, Manifests.digest(common), SHARED));
    have(own, config);
    stream(layer);
    String manifest = Manifests.image(config, layer, common);
    put(own, "v" + random.nextInt(KEPT), Manifests.OCI_IMAGE, manifest);
    put(own, "latest", Manifests.OCI_IMAGE, manifest);
    String index = Manifests.index(Manifests.OCI_INDEX, Manifests.OCI_IMAGE, manifest);
    put(own, Manifests.digest(index), Manifests.OCI_INDEX, index);
    if (round % 4 == 0) {
      have(small, config);
      put(small, "r" + round, Manifests.OCI_IMAGE, Manifests.image(config, config));
    }
    return new Pushed(manifest, index, List.of(config, layer, common));
  }

  // an answer that it is there is relied on: no upload follows
  private void have(String repository, byte[] blob) {
    String digest = Manifests.digest(blob);
    Answer head = send(v2 -> v2.send("HEAD", "/v2/" + repository + "/blobs/" + digest));
    if (head.status() != 200) {
      require(404, head, "HEAD " + repository);
      require(
          201,
          send(
              v2 ->
                  v2.send("POST", "/v2/" + repository + "/blobs/uploads/?digest=" + digest, blob)),
          "upload to " + repository);
    }
  }

  private void stream(byte[] layer) {
    Answer begun = send(v2 -> v2.send("POST", "/v2/" + own + "/blobs/uploads/"));
    require(202, begun, "begin an upload");
    Answer sent = send(v2 -> v2.stream("PATCH", begun.header("Location"), layer));
    require(202, sent, "send a layer");
    String address = sent.header("Location");
    String close =
        address + (address.contains("?") ? "&" : "?") + "digest=" + Manifests.digest(layer);
    require(201, send(v2 -> v2.send("PUT", close)), "close an upload");
  }

  private void pull(Pushed image) {
    String digest = Manifests.digest(image.manifest());
    Answer manifest =
        send(v2 -> v2.send("GET", manifests(own) + digest, "Accept", Manifests.OCI_IMAGE));
    require(200, manifest, "pull " + digest);
    for (byte[] blob : image.blobs()) {
      String layer = Manifests.digest(blob);
      Answer answer = send(v2 -> v2.send("GET", "/v2/" + own + "/blobs/" + layer));
      require(200, answer, "pull a layer of " + digest);
      if (!Manifests.digest(answer.body()).equals(layer)) {
        throw new IllegalStateException("other bytes than " + layer);
      }
    }
  }

  private void put(String repository, String reference, String type, String manifest) {
    require(
        201,
        send(v2 -> v2.putManifest(repository, reference, type, manifest)),
        "put a manifest into " + repository);
  }

  private void expect(int status, String method, String address) {
    require(status, send(v2 -> v2.send(method, address)), method + " " + address);
  }

  private Answer send(Function<RegistryClient, Answer> request) {
    return figures.answer(() -> request.apply(server.client()));
  }

  private static void require(int status, Answer answer, String what) {
    if (answer.status() != status) {
      throw new IllegalStateException(what + ": " + answer);
    }
  }

  private static String manifests(String repository) {
    return "/v2/" + repository + "/manifests/";
  }
}
