package dev.berth.testkit.loss;

import dev.berth.testkit.oci.Answer;
import dev.berth.testkit.oci.Manifests;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.Tag;

/**
 * One request of every kind whose success promises that its change survives a loss of power
 * (invariant I1).
 */
final class AcknowledgedWrites {
  private static final String REPOSITORY = "traced";
  private static final String OTHER = "other";
  private static final String ARN = "arn:aws:ecr:us-east-1:000000000000:repository/" + REPOSITORY;

  private final Registry registry;
  private final Random random = new Random(7);
  private final List<Write> writes = new ArrayList<>();

  /**
   * A kind of write.
   *
   * @param storesLayer whether it makes bytes of a layer durable, and not only rows
   */
  record Write(String name, boolean storesLayer, Runnable request) {}

  /** Something to be asked that answers. */
  @FunctionalInterface
  private interface Request {
    Answer send();
  }

  AcknowledgedWrites(Registry registry) {
    this.registry = registry;
  }

  /** The writes, to be made in this order. */
  List<Write> all() {
    EcrClient ecr = registry.ecr();
    ecr.createRepository(r -> r.repositoryName(REPOSITORY));
    layers();
    images();
    rows("CreateRepository", () -> ecr.createRepository(r -> r.repositoryName(OTHER)));
    mountAndDelete();
    Tag tag = Tag.builder().key("k").value("v").build();
    rows("TagResource", () -> ecr.tagResource(r -> r.resourceArn(ARN).tags(tag)));
    rows("UntagResource", () -> ecr.untagResource(r -> r.resourceArn(ARN).tagKeys("k")));
    rows("DeleteRepository", () -> ecr.deleteRepository(r -> r.repositoryName(OTHER).force(true)));
    return List.copyOf(writes);
  }

  private void layers() {
    byte[] whole = layer();
    layer("POST of a layer", () -> post(Manifests.digest(whole), whole), 201);
    byte[] empty = {};
    byte[] second = layer();
    String begun = registry.v2().begin(REPOSITORY);
    layer("PUT of a layer", () -> close(begun, second, second), 201);
    byte[] third = layer();
    String chunked = registry.v2().begin(REPOSITORY);
    require(registry.v2().send("PATCH", chunked, third), 202);
    layer("PUT that ends an upload", () -> close(chunked, third, empty), 201);
    apiLayer();
  }

  private void apiLayer() {
    EcrClient ecr = registry.ecr();
    byte[] layer = layer();
    String upload = ecr.initiateLayerUpload(r -> r.repositoryName(REPOSITORY)).uploadId();
    ecr.uploadLayerPart(
        r ->
            r.repositoryName(REPOSITORY)
                .uploadId(upload)
                .partFirstByte(0L)
                .partLastByte(layer.length - 1L)
                .layerPartBlob(SdkBytes.fromByteArray(layer)));
    Runnable complete =
        () ->
            ecr.completeLayerUpload(
                r ->
                    r.repositoryName(REPOSITORY)
                        .uploadId(upload)
                        .layerDigests(Manifests.digest(layer)));
    writes.add(new Write("CompleteLayerUpload", true, complete));
  }

  private void images() {
    EcrClient ecr = registry.ecr();
    byte[] layer = layer();
    require(post(Manifests.digest(layer), layer), 201);
    String image = Manifests.image(layer);
    String two = Manifests.image(layer, layer);
    String digest = Manifests.digest(image);
    rows("PUT of a manifest", () -> manifest(digest, image), 201);
    rows("PUT of a tag", () -> manifest("one", image), 201);
    rows("PUT of another tag", () -> manifest("uno", image), 201);
    rows(
        "PutImage",
        () -> ecr.putImage(r -> r.repositoryName(REPOSITORY).imageManifest(two).imageTag("two")));
    rows("DELETE of a tag", () -> delete("manifests/one"), 202);
    rows("DELETE of a manifest", () -> delete("manifests/" + digest), 202);
    ImageIdentifier tagged = ImageIdentifier.builder().imageTag("two").build();
    rows(
        "BatchDeleteImage",
        () -> ecr.batchDeleteImage(r -> r.repositoryName(REPOSITORY).imageIds(tagged)));
    rows("DELETE of a layer", () -> delete("blobs/" + Manifests.digest(layer)), 202);
  }

  private void mountAndDelete() {
    byte[] layer = layer();
    String digest = Manifests.digest(layer);
    require(post(digest, layer), 201);
    String mount = "/v2/" + OTHER + "/blobs/uploads/?mount=" + digest + "&from=" + REPOSITORY;
    rows("mount", () -> registry.v2().send("POST", mount), 201);
  }

  private void layer(String name, Request request, int status) {
    writes.add(new Write(name, true, () -> require(request.send(), status)));
  }

  private void rows(String name, Request request, int status) {
    rows(name, () -> require(request.send(), status));
  }

  private void rows(String name, Runnable request) {
    writes.add(new Write(name, false, request));
  }

  private Answer post(String digest, byte[] layer) {
    return registry
        .v2()
        .send("POST", "/v2/" + REPOSITORY + "/blobs/uploads/?digest=" + digest, layer);
  }

  private Answer close(String upload, byte[] layer, byte[] rest) {
    return registry.v2().send("PUT", upload + "?digest=" + Manifests.digest(layer), rest);
  }

  private Answer manifest(String reference, String manifest) {
    return registry.v2().putManifest(REPOSITORY, reference, Manifests.OCI_IMAGE, manifest);
  }

  private Answer delete(String what) {
    return registry.v2().send("DELETE", "/v2/" + REPOSITORY + "/" + what);
  }

  private byte[] layer() {
    byte[] layer = new byte[10_000];
    random.nextBytes(layer);
    return layer;
  }

  private static void require(Answer answer, int status) {
    if (answer.status() != status) {
      throw new IllegalStateException("expected " + status + ", was " + answer);
    }
  }
}
