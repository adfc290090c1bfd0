package dev.berth.wire.oci;

import dev.berth.iam.Decision;
import dev.berth.model.Blob;
import dev.berth.model.Digest;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.upload.Layers;
import dev.berth.wire.blob.BlobContent;
import dev.berth.wire.door.Caller;
import dev.berth.wire.exchange.Response;

/** Blobs that a repository holds (distribution-spec, "Pulling blobs", "Deleting blobs"). */
public final class BlobHandlers {
  private final Layers layers;
  private final OciSettings settings;

  public BlobHandlers(Layers layers, OciSettings settings) {
    this.layers = layers;
    this.settings = settings;
  }

  // HEAD is an existence answer, on which clients build: it leases the layer, GET does not
  // (invariant I4).
  Response get(OciRequest request, Caller.Known caller, Decision.Allowed decision) {
    RepositoryAddress repository = request.repository(caller.registry());
    Digest digest = digest(request);
    Blob blob = request.isHead() ? layers.head(repository, digest) : layers.get(repository, digest);
    return new BlobContent(
            digest, blob.size(), (position, length) -> layers.open(blob, position, length))
        .answer(request.http());
  }

  Response delete(OciRequest request, Caller.Known caller, Decision.Allowed decision) {
    if (settings.strictEcr()) {
      throw OciError.of(405, OciError.Code.UNSUPPORTED, "The operation is unsupported.");
    }
    layers.delete(request.repository(caller.registry()), digest(request));
    return Response.of(202);
  }

  private static Digest digest(OciRequest request) {
    return switch (request.path()) {
      case OciPath.OfBlob(_, Digest digest) -> digest;
      default -> throw new IllegalStateException("the row is for blobs, not for " + request.path());
    };
  }
}
