package dev.berth.wire.ecr.layer;

import dev.berth.model.Digest;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.UploadId;
import dev.berth.registry.upload.Completed;
import dev.berth.registry.upload.Uploads;
import dev.berth.wire.ecr.Targets;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Makes the parts of an upload a layer (ECR dossier 6.2, CHECKLIST LY-07 to LY-11). */
public record CompleteLayerUpload(Uploads uploads)
    implements JsonOperation<CompleteLayerUpload.Request> {

  /** The request; the layer has one of the digests. */
  public record Request(RepositoryAddress address, UploadId upload, List<Digest> digests) {}

  @Override
  public Request parse(Input input, RegistryId home) {
    List<Digest> digests =
        input.texts("layerDigests").stream()
            .map(digest -> input.parse("layerDigests", digest, Digest::parse))
            .distinct()
            .toList();
    return new Request(Targets.repository(input, home), UploadIdMember.read(input), digests);
  }

  @Override
  public ObjectNode handle(Request request, Invocation invocation) {
    try {
      Completed layer =
          uploads.completeParts(request.address(), request.upload(), request.digests());
      return LayerAnswer.of(request.address(), request.upload())
          .put("layerDigest", layer.digest().toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
