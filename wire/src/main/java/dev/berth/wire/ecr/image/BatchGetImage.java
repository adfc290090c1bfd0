package dev.berth.wire.ecr.image;

import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.image.ImageBatch;
import dev.berth.registry.image.Images;
import dev.berth.wire.ecr.Targets;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gets manifests, which counts as pulling them (ECR dossier 5.4, CHECKLIST IM-14 to IM-16, IM-31).
 * What is stored is what is given: {@code acceptedMediaTypes} asks for conversions, and Berth makes
 * none.
 */
public record BatchGetImage(Images images) implements JsonOperation<BatchGetImage.Request> {

  /** The request. */
  record Request(RepositoryAddress address, ImageIdBatch batch) {}

  @Override
  public Request parse(Input input, RegistryId home) {
    return new Request(Targets.repository(input, home), ImageIdBatch.read(input));
  }

  @Override
  public ObjectNode handle(Request request, Invocation invocation) {
    ImageBatch got = images.batchGet(request.address(), request.batch().ids());
    ObjectNode answer = Output.object();
    ArrayNode list = answer.putArray("images");
    for (ImageBatch.Found found : got.found()) {
      images.recordPull(
          request.address().registry(), found.image().image(), invocation.caller().principal());
      list.add(ImageAnswer.of(request.address(), found.id(), found.image().manifest()));
    }
    request.batch().writeFailures(got.failures(), answer.putArray("failures"));
    return answer;
  }
}
