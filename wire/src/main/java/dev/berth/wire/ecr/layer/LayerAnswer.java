package dev.berth.wire.ecr.layer;

import dev.berth.model.RepositoryAddress;
import dev.berth.model.UploadId;
import dev.berth.wire.json.Output;
import tools.jackson.databind.node.ObjectNode;

/** What the answers of the upload operations have in common. */
final class LayerAnswer {
  private LayerAnswer() {}

  static ObjectNode of(RepositoryAddress address, UploadId upload) {
    return Output.object()
        .put("registryId", address.registry().account().value())
        .put("repositoryName", address.name().value())
        .put("uploadId", upload.toString());
  }
}
