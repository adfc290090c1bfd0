package dev.berth.wire.ecr.layer;

import dev.berth.iam.token.DownloadGrant;
import dev.berth.iam.token.DownloadGrants;
import dev.berth.model.Blob;
import dev.berth.model.Digest;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.repository.Repositories;
import dev.berth.registry.upload.Layers;
import dev.berth.wire.door.RegistryHosts;
import dev.berth.wire.ecr.Targets;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import java.time.Duration;
import java.time.InstantSource;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gives an address from which a layer can be fetched for an hour without credentials (ECR dossier
 * 6.3, CHECKLIST LY-14 to LY-16). {@link dev.berth.wire.blob.SealedBlobDoor} serves it.
 */
public record GetDownloadUrlForLayer(
    Repositories repositories,
    Layers layers,
    DownloadGrants grants,
    RegistryHosts hosts,
    InstantSource clock)
    implements JsonOperation<GetDownloadUrlForLayer.Request> {
  private static final Duration LIFE = Duration.ofHours(1);

  /** The request. */
  public record Request(RepositoryAddress address, Digest digest) {}

  @Override
  public Request parse(Input input, RegistryId home) {
    return new Request(
        Targets.repository(input, home),
        input.parse("layerDigest", input.text("layerDigest"), Digest::parse));
  }

  @Override
  public ObjectNode handle(Request request, Invocation invocation) {
    RepositoryAddress address = request.address();
    Blob layer = layers.forDownload(address, request.digest());
    DownloadGrant grant =
        new DownloadGrant(
            address.registry(),
            repositories.get(address).id(),
            layer.digest(),
            "GET",
            clock.instant().plus(LIFE));
    return Output.object()
        .put("downloadUrl", hosts.proxyEndpoint(address.registry()) + "/blob/" + grants.seal(grant))
        .put("layerDigest", layer.digest().toString());
  }
}
