package dev.berth.wire.berth;

import dev.berth.model.Digest;
import dev.berth.model.RegistryId;
import dev.berth.model.TrashId;
import dev.berth.registry.trash.Purged;
import dev.berth.registry.trash.Purged.FreedBlob;
import dev.berth.registry.trash.Purged.HeldBlob;
import dev.berth.registry.trash.Purged.Holder;
import dev.berth.registry.trash.Trash;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import dev.berth.wire.json.Prepared;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lets a deleted image or repository be gone for good, with the bytes that nothing else holds, and
 * says who holds the others.
 */
record PurgeFromTrash(Trash trash) implements JsonOperation<PurgeFromTrash.Request> {
  private static final int MOST_HELD = 100;
  private static final int MOST_HOLDERS = 5;
  private static final int MOST_IMAGES = 3;
  private static final int MOST_TOLD = 50;

  /** What. */
  record Request(RegistryId registry, TrashId id) {}

  @Override
  public Request parse(Input input, RegistryId home) {
    return new Request(home, TrashEntries.id(input));
  }

  @Override
  public Prepared<Request> prepare(Request request) {
    return new Prepared<>(
        request,
        List.of(TrashEntries.demand("PurgeFromTrash", trash, request.registry(), request.id())),
        gate -> gate);
  }

  @Override
  public ObjectNode handle(Request request, Invocation invocation) {
    Purged purged =
        trash.purge(request.registry(), request.id(), invocation.caller().principal().arn());
    ObjectNode answer = Output.object();
    answer.set("entry", TrashEntries.describe(purged.entry()));
    answer
        .put("freedCount", purged.freedCount())
        .put("freedBytes", purged.freedBytes())
        .put("heldCount", purged.heldCount());
    ArrayNode freed = answer.putArray("freed");
    for (FreedBlob blob : purged.freed()) {
      freed.addObject().put("digest", blob.digest().toString()).put("size", blob.size());
    }
    ArrayNode held = answer.putArray("held");
    purged.held().stream().limit(MOST_HELD).forEach(blob -> write(blob, held.addObject()));
    return answer;
  }

  private static void write(HeldBlob blob, ObjectNode node) {
    node.put("digest", blob.digest().toString()).put("size", blob.size());
    node.put("holderCount", blob.holders().size());
    ArrayNode holders = node.putArray("holders");
    blob.holders().stream().limit(MOST_HOLDERS).forEach(it -> write(it, holders.addObject()));
  }

  private static void write(Holder holder, ObjectNode node) {
    switch (holder) {
      case Holder.InRepository(var repository, var images, long count) -> {
        node.put("kind", "REPOSITORY").put("repositoryName", repository.value());
        ArrayNode digests = node.put("imageCount", count).putArray("imageDigests");
        images.stream().limit(MOST_IMAGES).map(Digest::toString).forEach(digests::add);
      }
      case Holder.InTrash(var entry, var repository, var image) -> {
        node.put("kind", "TRASH").put("repositoryName", repository.value());
        node.put("entryId", entry.value()).putArray("imageDigests").add(image.toString());
      }
      case Holder.ByUpload(var repository) ->
          node.put("kind", "UPLOAD").put("repositoryName", repository.value());
    }
  }

  // What was purged and freed; an entry of the trail has no room for all of a large repository.
  @Override
  public ObjectNode told(ObjectNode answer) {
    for (String list : List.of("freed", "held")) {
      if (answer.path(list) instanceof ArrayNode blobs) {
        while (blobs.size() > MOST_TOLD) {
          blobs.remove(blobs.size() - 1);
        }
      }
    }
    return answer;
  }
}
