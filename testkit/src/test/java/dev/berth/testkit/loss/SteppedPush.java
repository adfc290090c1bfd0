package dev.berth.testkit.loss;

import dev.berth.testkit.oci.Answer;
import dev.berth.testkit.oci.Manifests;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/**
 * The push of an image of one layer, request by request: begin, an empty chunk, two chunks, the
 * rest, the manifest under a tag. It stops at the first request that does not succeed, and keeps
 * what was promised.
 */
final class SteppedPush {
  private static final int CHUNK = 20_000;

  private final String repository;
  private final String tag;
  private final byte[] layer = new byte[3 * CHUNK];
  private final Promises promises;
  private String upload = "";

  /** The requests, in order. */
  enum Step {
    BEGIN,
    NOTHING,
    FIRST,
    SECOND,
    LAST,
    MANIFEST
  }

  /** How a push ended: which request did not succeed, and what was answered to it, if anything. */
  record Stopped(Step at, Optional<Answer> answer) {}

  /**
   * @param number of which the layer and the tag are made, so that no two pushes share any
   */
  SteppedPush(String repository, int number, Promises promises) {
    this.repository = repository;
    this.tag = "push-" + number;
    this.promises = promises;
    new Random(number).nextBytes(layer);
  }

  /** Where the upload goes on. */
  String upload() {
    return upload;
  }

  /**
   * Pushes.
   *
   * @param before is called before each request
   */
  Optional<Stopped> run(Registry registry, Consumer<Step> before) {
    for (Step step : Step.values()) {
      before.accept(step);
      Answer answer;
      try {
        answer = send(registry, step);
      } catch (UncheckedIOException _) {
        return Optional.of(new Stopped(step, Optional.empty()));
      }
      if (answer.status() != (step.compareTo(Step.LAST) < 0 ? 202 : 201)) {
        return Optional.of(new Stopped(step, Optional.of(answer)));
      }
      if (step == Step.BEGIN) {
        upload = answer.header("Location");
      }
      if (step.compareTo(Step.LAST) >= 0) {
        promises.acknowledge();
      }
    }
    return Optional.empty();
  }

  private Answer send(Registry registry, Step step) {
    String digest = Manifests.digest(layer);
    return switch (step) {
      case BEGIN -> registry.v2().send("POST", "/v2/" + repository + "/blobs/uploads/");
      case NOTHING -> registry.v2().send("PATCH", upload, new byte[0]);
      case FIRST -> registry.v2().send("PATCH", upload, chunk(0));
      case SECOND -> registry.v2().send("PATCH", upload, chunk(1));
      case LAST -> {
        promises.ask(Map.of(Fact.blob(repository, digest), digest));
        yield registry.v2().send("PUT", upload + "?digest=" + digest, chunk(2));
      }
      case MANIFEST -> {
        String manifest = Manifests.image(layer);
        String named = Manifests.digest(manifest);
        promises.ask(
            Map.of(Fact.manifest(repository, named), named, Fact.tag(repository, tag), named));
        yield registry.v2().putManifest(repository, tag, Manifests.OCI_IMAGE, manifest);
      }
    };
  }

  private byte[] chunk(int number) {
    return Arrays.copyOfRange(layer, number * CHUNK, (number + 1) * CHUNK);
  }
}
