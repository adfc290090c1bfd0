package dev.berth.testkit.guard;

import dev.berth.testkit.oci.Answer;
import dev.berth.testkit.oci.Manifests;
import dev.berth.testkit.oci.RegistryClient;
import java.util.List;
import java.util.Map;

/**
 * A request for every row of {@code /v2/}, about things that exist, so that each would change or
 * show something if nobody stood in its way.
 */
record OciSamples(Map<String, Sample> byRow) {
  static final String REPOSITORY = "guarded/app";
  static final String OTHER = "guarded/other";

  /**
   * One request.
   *
   * @param actions what it needs the right to do, each hard
   */
  record Sample(String method, String address, String body, List<String> actions) {
    Answer send(RegistryClient client) {
      return body.isEmpty()
          ? client.send(method, address, "Content-Type", Manifests.OCI_IMAGE)
          : client.send(
              method, address, Manifests.bytes(body), "Content-Type", Manifests.OCI_IMAGE);
    }
  }

  /** Pushes what the samples are about. */
  static OciSamples prepare(RegistryClient client) {
    byte[] layer = Manifests.bytes("a layer of " + REPOSITORY);
    byte[] loose = Manifests.bytes("nothing names this layer");
    byte[] fresh = Manifests.bytes("nobody pushed this layer");
    client.push(REPOSITORY, layer);
    client.push(REPOSITORY, loose);
    client.push(OTHER, layer);
    String image = Manifests.image(layer, layer);
    String digest = client.pushManifest(REPOSITORY, "v1", Manifests.OCI_IMAGE, image);
    String upload = client.begin(REPOSITORY);
    client.send("PATCH", upload, Manifests.bytes("half of "));
    String of = "/v2/" + REPOSITORY;
    String manifest = of + "/manifests/" + digest;
    String blob = of + "/blobs/" + Manifests.digest(loose);
    String whole = "/blobs/uploads/?digest=" + Manifests.digest(fresh);
    String close = upload + "?digest=" + Manifests.digest("half of a layer");
    return new OciSamples(
        Map.ofEntries(
            Map.entry(
                "GET /metrics", new Sample("GET", "/metrics", "", List.of("berth:GetMetrics"))),
            row("GET /v2/_catalog", "/v2/_catalog", "", "DescribeRepositories"),
            row("HEAD /v2/_catalog", "/v2/_catalog", "", "DescribeRepositories"),
            row("GET /v2/{name}/manifests/{reference}", manifest, "", "BatchGetImage"),
            row("HEAD /v2/{name}/manifests/{reference}", manifest, "", "BatchGetImage"),
            row("PUT /v2/{name}/manifests/{reference}", of + "/manifests/v2", image, "PutImage"),
            row("DELETE /v2/{name}/manifests/{reference}", manifest, "", "BatchDeleteImage"),
            row("GET /v2/{name}/blobs/{digest}", blob, "", "GetDownloadUrlForLayer"),
            row("HEAD /v2/{name}/blobs/{digest}", blob, "", "BatchCheckLayerAvailability"),
            row("DELETE /v2/{name}/blobs/{digest}", blob, "", "BatchDeleteImage"),
            row(
                "POST /v2/{name}/blobs/uploads/",
                of + whole,
                "nobody pushed this layer",
                "InitiateLayerUpload",
                "UploadLayerPart",
                "CompleteLayerUpload"),
            row("GET /v2/{name}/blobs/uploads/{id}", upload, "", "UploadLayerPart"),
            row("HEAD /v2/{name}/blobs/uploads/{id}", upload, "", "UploadLayerPart"),
            row("PATCH /v2/{name}/blobs/uploads/{id}", upload, "a lay", "UploadLayerPart"),
            row(
                "PUT /v2/{name}/blobs/uploads/{id}",
                close,
                "a layer",
                "CompleteLayerUpload",
                "UploadLayerPart"),
            row("DELETE /v2/{name}/blobs/uploads/{id}", upload, "", "UploadLayerPart"),
            row("GET /v2/{name}/tags/list", of + "/tags/list", "", "ListImages"),
            row("HEAD /v2/{name}/tags/list", of + "/tags/list", "", "ListImages"),
            row(
                "HEAD /v2/{name}/referrers/{digest}",
                of + "/referrers/" + digest,
                "",
                "BatchGetImage"),
            row(
                "GET /v2/{name}/referrers/{digest}",
                of + "/referrers/" + digest,
                "",
                "BatchGetImage")));
  }

  private static Map.Entry<String, Sample> row(
      String name, String address, String body, String... actions) {
    String method = name.substring(0, name.indexOf(' '));
    return Map.entry(
        name,
        new Sample(
            method,
            address,
            body,
            List.of(actions).stream().map(action -> "ecr:" + action).toList()));
  }
}
