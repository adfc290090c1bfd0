package dev.berth.wire.ecr.layer;

import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.Upload;
import dev.berth.registry.template.CreationOnNeed;
import dev.berth.registry.upload.Uploads;
import dev.berth.wire.door.FirstPush;
import dev.berth.wire.ecr.Targets;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import dev.berth.wire.json.Prepared;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Begins an upload in parts (ECR dossier 6.2, CHECKLIST LY-03), in a repository that a template
 * makes when there is none (ECR dossier 7.6).
 */
public record InitiateLayerUpload(Uploads uploads, CreationOnNeed creation)
    implements JsonOperation<InitiateLayerUpload.Request> {
  private static final long PART_SIZE = 10L * 1024 * 1024;

  /** The request. */
  public record Request(RepositoryAddress address, Optional<FirstPush> firstPush) {}

  @Override
  public Request parse(Input input, RegistryId home) {
    return new Request(Targets.repository(input, home), Optional.empty());
  }

  @Override
  public Prepared<Request> prepare(Request request) {
    Optional<FirstPush> push = FirstPush.of(creation, request.address());
    return new Prepared<>(
        new Request(request.address(), push),
        push.map(FirstPush::demands).orElse(List.of()),
        gate -> push.map(first -> first.through(gate)).orElse(gate));
  }

  @Override
  public ObjectNode handle(Request request, Invocation invocation) {
    request.firstPush().map(FirstPush::planned).ifPresent(creation::create);
    Upload upload = uploads.begin(request.address(), invocation.caller().principal().arn());
    return Output.object().put("uploadId", upload.id().toString()).put("partSize", PART_SIZE);
  }
}
