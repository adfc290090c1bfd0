package dev.berth.wire.oci;

import dev.berth.iam.Decision;
import dev.berth.model.Blob;
import dev.berth.model.Digest;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.upload.Layers;
import dev.berth.wire.blob.BlobContent;
import dev.berth.wire.blob.DownloadAddresses;
import dev.berth.wire.door.Caller;
import dev.berth.wire.exchange.Response;

/** Blobs that a repository holds (distribution-spec, "Pulling blobs", "Deleting blobs"). */
public final class BlobHandlers {
  private final Layers layers;
  private final DownloadAddresses addresses;
  private final OciSettings settings;

  public BlobHandlers(Layers layers, DownloadAddresses addresses, OciSettings settings) {
    this.layers = layers;
    this.addresses = addresses;
    this.settings = settings;
  }

  // Strictly as ECR, the bytes are behind an address that needs no credential (V2-10).
  // HEAD is an existence answer, on which clients build: it leases the layer, GET does not
  // (invariant I4).
  Response get(OciRequest request, Caller.Known caller, Decision.Allowed decision) {
    RepositoryAddress repository = request.repository(caller.registry());
    Digest digest = digest(request);
    Blob blob = request.isHead() ? layers.head(repository, digest) : layers.get(repository, digest);
    if (settings.strictEcr() && !request.isHead()) {
      return Response.of(307)
          .with("Location", addresses.of(request.http(), repository, digest))
          .with("Docker-Content-Digest", digest.toString());
    }
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
