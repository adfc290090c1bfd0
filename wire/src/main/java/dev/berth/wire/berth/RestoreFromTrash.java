package dev.berth.wire.berth;

import dev.berth.iam.Action;
import dev.berth.iam.Demand;
import dev.berth.iam.Resource;
import dev.berth.model.Digest;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.RepositoryName;
import dev.berth.model.Tag;
import dev.berth.model.TrashId;
import dev.berth.registry.trash.Restored;
import dev.berth.registry.trash.TakenTag;
import dev.berth.registry.trash.Trash;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import dev.berth.wire.json.Prepared;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Brings back a deleted image or repository. What took its place meanwhile stays: of a tag the
 * answer says so, and a repository may get another name, which is a creation, too.
 */
record RestoreFromTrash(Trash trash) implements JsonOperation<RestoreFromTrash.Request> {

  /** What, and under which name. */
  record Request(RegistryId registry, TrashId id, Optional<RepositoryName> newName) {}

  @Override
  public Request parse(Input input, RegistryId home) {
    return new Request(
        home,
        TrashEntries.id(input),
        input
            .textIfAny("newRepositoryName")
            .map(name -> input.parse("newRepositoryName", name, RepositoryName::new)));
  }

  @Override
  public Prepared<Request> prepare(Request request) {
    List<Demand> demands = new ArrayList<>();
    demands.add(TrashEntries.demand("RestoreFromTrash", trash, request.registry(), request.id()));
    request
        .newName()
        .map(name -> new RepositoryAddress(request.registry(), name))
        .map(Resource.OfRepository::new)
        .map(repository -> Demand.hard(Action.ecr("CreateRepository"), repository))
        .ifPresent(demands::add);
    return new Prepared<>(request, demands, gate -> gate);
  }

  @Override
  public ObjectNode handle(Request request, Invocation invocation) {
    Restored back =
        trash.restore(
            request.registry(),
            request.id(),
            request.newName(),
            invocation.caller().principal().arn());
    ObjectNode answer = Output.object();
    answer.set("entry", TrashEntries.describe(back.entry()));
    answer.put("repositoryName", back.repository().name().value());
    answer.put("existed", back.existed()).put("imageCount", back.imageCount());
    ArrayNode images = answer.putArray("imageDigests");
    back.images().stream().map(Digest::toString).forEach(images::add);
    ArrayNode tags = answer.putArray("imageTags");
    back.tags().stream().map(Tag::value).forEach(tags::add);
    ArrayNode taken = answer.putArray("takenTags");
    for (TakenTag tag : back.taken()) {
      taken.addObject().put("imageTag", tag.tag().value()).put("imageDigest", tag.by().toString());
    }
    return answer;
  }
}
