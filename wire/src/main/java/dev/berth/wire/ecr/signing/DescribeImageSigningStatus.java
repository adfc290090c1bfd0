package dev.berth.wire.ecr.signing;

import dev.berth.model.Image;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.image.ImageId;
import dev.berth.registry.signing.Signing;
import dev.berth.wire.ecr.Targets;
import dev.berth.wire.ecr.image.ImageIdMember;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import tools.jackson.databind.node.ObjectNode;

/**
 * Describes the signings of an image, one for each profile: none, for nothing signs yet (ECR
 * dossier 15, CHECKLIST SG-07).
 */
public record DescribeImageSigningStatus(Signing signing)
    implements JsonOperation<DescribeImageSigningStatus.Request> {

  /** The request. */
  public record Request(RepositoryAddress address, ImageId id) {}

  @Override
  public Request parse(Input input, RegistryId home) {
    return new Request(Targets.repository(input, home), ImageIdMember.required(input));
  }

  @Override
  public ObjectNode handle(Request request, Invocation invocation) {
    Image image = signing.find(request.address(), request.id());
    ObjectNode answer = Output.object();
    answer.put("repositoryName", request.address().name().value());
    answer.set("imageId", ImageIdMember.write(image, request.id()));
    answer.put("registryId", request.address().registry().account().value());
    answer.putArray("signingStatuses");
    return answer;
  }
}
