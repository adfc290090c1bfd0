package dev.berth.wire.ecr.replication;

import dev.berth.model.Image;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.image.ImageId;
import dev.berth.registry.replication.Replication;
import dev.berth.wire.ecr.Targets;
import dev.berth.wire.ecr.image.ImageIdMember;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import tools.jackson.databind.node.ObjectNode;

/**
 * Describes the copies of an image, one for each destination: none, for nothing copies yet (ECR
 * dossier 16, CHECKLIST RE-12).
 */
public record DescribeImageReplicationStatus(Replication replication)
    implements JsonOperation<DescribeImageReplicationStatus.Request> {

  /** The request. */
  public record Request(RepositoryAddress address, ImageId id) {}

  @Override
  public Request parse(Input input, RegistryId home) {
    return new Request(Targets.repository(input, home), ImageIdMember.required(input));
  }

  @Override
  public ObjectNode handle(Request request, Invocation invocation) {
    Image image = replication.find(request.address(), request.id());
    ObjectNode answer = Output.object();
    answer.put("repositoryName", request.address().name().value());
    answer.set("imageId", ImageIdMember.write(image, request.id()));
    answer.putArray("replicationStatuses");
    return answer;
  }
}
