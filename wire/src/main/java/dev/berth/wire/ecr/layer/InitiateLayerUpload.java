package dev.berth.wire.ecr.layer;

import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.Upload;
import dev.berth.registry.upload.Uploads;
import dev.berth.wire.ecr.Targets;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import tools.jackson.databind.node.ObjectNode;

/** Begins an upload in parts (ECR dossier 6.2, CHECKLIST LY-03). */
public record InitiateLayerUpload(Uploads uploads) implements JsonOperation<RepositoryAddress> {
  private static final long PART_SIZE = 10L * 1024 * 1024;

  @Override
  public RepositoryAddress parse(Input input, RegistryId home) {
    return Targets.repository(input, home);
  }

  @Override
  public ObjectNode handle(RepositoryAddress request, Invocation invocation) {
    Upload upload = uploads.begin(request, invocation.caller().principal().arn());
    return Output.object().put("uploadId", upload.id().toString()).put("partSize", PART_SIZE);
  }
}
