package dev.berth.wire.ecr.image;

import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.image.Deleted;
import dev.berth.registry.image.ImageId;
import dev.berth.registry.image.Images;
import dev.berth.wire.ecr.Targets;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Removes tags and images (ECR dossier 5.5, CHECKLIST IM-19 to IM-24). */
public record BatchDeleteImage(Images images) implements JsonOperation<BatchDeleteImage.Request> {

  /** The request. */
  record Request(RepositoryAddress address, ImageIdBatch batch) {}

  @Override
  public Request parse(Input input, RegistryId home) {
    return new Request(Targets.repository(input, home), ImageIdBatch.read(input));
  }

  @Override
  public ObjectNode handle(Request request, Invocation invocation) {
    Deleted gone =
        images.delete(
            request.address(), request.batch().ids(), invocation.caller().principal().arn());
    ObjectNode answer = Output.object();
    ArrayNode ids = answer.putArray("imageIds");
    for (ImageId id : gone.deleted()) {
      ids.add(ImageIdMember.write(id));
    }
    request.batch().writeFailures(gone.failures(), answer.putArray("failures"));
    return answer;
  }
}
