package dev.berth.wire.oci;

import dev.berth.model.Digest;
import dev.berth.model.RepositoryName;
import dev.berth.model.UploadId;
import dev.berth.wire.exchange.Request;

/**
 * Addresses in answers: relative, which is right behind every proxy, or absolute as ECR's are
 * (checklist V2-15, V2-21).
 */
final class Addresses {
  private final OciSettings settings;

  Addresses(OciSettings settings) {
    this.settings = settings;
  }

  String upload(Request request, RepositoryName name, UploadId id) {
    return of(request, OciPath.PREFIX + name + "/blobs/uploads/" + id);
  }

  String blob(Request request, RepositoryName name, Digest digest) {
    return of(request, OciPath.PREFIX + name + "/blobs/" + digest);
  }

  String manifest(Request request, RepositoryName name, Digest digest) {
    return of(request, OciPath.PREFIX + name + "/manifests/" + digest);
  }

  /** The value of a {@code Link} field to the next page. */
  String next(Request request, String pathAndQuery) {
    return "<" + of(request, pathAndQuery) + ">; rel=\"next\"";
  }

  private String of(Request request, String path) {
    return settings.strictEcr() && !request.target().host().isEmpty()
        ? request.origin() + path
        : path;
  }
}
