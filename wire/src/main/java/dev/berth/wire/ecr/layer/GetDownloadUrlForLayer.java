package dev.berth.wire.ecr.layer;

import dev.berth.model.Blob;
import dev.berth.model.Digest;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.upload.Layers;
import dev.berth.wire.blob.DownloadAddresses;
import dev.berth.wire.ecr.Targets;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gives an address from which a layer can be fetched for an hour without credentials (ECR dossier
 * 6.3, CHECKLIST LY-14 to LY-16). {@link dev.berth.wire.blob.SealedBlobDoor} serves it.
 */
public record GetDownloadUrlForLayer(Layers layers, DownloadAddresses addresses)
    implements JsonOperation<GetDownloadUrlForLayer.Request> {

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
    return Output.object()
        .put("downloadUrl", addresses.of(invocation.http(), address, layer.digest()))
        .put("layerDigest", layer.digest().toString());
  }
}
