package dev.berth.wire.aws;

import dev.berth.iam.sigv4.PendingSignature;
import dev.berth.iam.sigv4.Served;
import dev.berth.iam.sigv4.SigV4;
import dev.berth.iam.sigv4.SignedRequest;
import dev.berth.model.Region;
import dev.berth.wire.exchange.Request;
import java.util.List;
import java.util.Set;

/**
 * Signatures on requests to this process: which Regions are right, and what of a request is signed.
 */
public final class Signatures {
  private final SigV4 sigV4;
  private final Set<Region> regions;

  /**
   * @param regions all that are served; a credential may be scoped to any of them
   */
  public Signatures(SigV4 sigV4, Set<Region> regions) {
    this.sigV4 = sigV4;
    this.regions = Set.copyOf(regions);
  }

  /**
   * Checks everything but the signature itself; {@link PendingSignature#verify} follows when the
   * body was read.
   *
   * @param service the signing name of the service that is asked
   * @throws dev.berth.iam.sigv4.SignatureRefusal with the first flaw
   */
  public PendingSignature begin(Request request, String service) {
    List<SignedRequest.Field> fields =
        request.headers().fields().stream()
            .map(field -> new SignedRequest.Field(field.name(), field.value()))
            .toList();
    SignedRequest signed =
        new SignedRequest(
            request.method(),
            request.target().host(),
            request.path(),
            request.target().query(),
            fields);
    return sigV4.authenticate(signed, new Served(service, regions));
  }
}
