package dev.berth.wire.ecr.image;

import dev.berth.model.Image;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.image.ImageId;
import dev.berth.registry.image.StorageClass;
import dev.berth.registry.image.StorageClasses;
import dev.berth.wire.ecr.Targets;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import tools.jackson.databind.node.ObjectNode;

/**
 * Archives an image, or restores it from the archive (ECR dossier 13, CHECKLIST AR-01 to AR-10).
 */
public record UpdateImageStorageClass(StorageClasses classes)
    implements JsonOperation<UpdateImageStorageClass.Request> {

  /** The request. */
  public record Request(RepositoryAddress address, ImageId id, StorageClass target) {}

  @Override
  public Request parse(Input input, RegistryId home) {
    return new Request(
        Targets.repository(input, home),
        ImageIdMember.required(input),
        StorageClass.valueOf(input.text("targetStorageClass")));
  }

  @Override
  public ObjectNode handle(Request request, Invocation invocation) {
    Image image = classes.update(request.address(), request.id(), request.target());
    ObjectNode answer = Output.object();
    answer.put("registryId", request.address().registry().account().value());
    answer.put("repositoryName", request.address().name().value());
    answer.set("imageId", ImageIdMember.write(image, request.id()));
    answer.put("imageStatus", image.storage().status().name());
    return answer;
  }

  // TR-08
  @Override
  public ObjectNode told(ObjectNode answer) {
    ObjectNode told = Output.object();
    told.set("image", answer);
    return told;
  }
}
