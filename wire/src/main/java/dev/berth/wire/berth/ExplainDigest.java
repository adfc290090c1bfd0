package dev.berth.wire.berth;

import dev.berth.metadata.CondemnedTable.Former;
import dev.berth.metadata.HoldingQueries.DeletedImage;
import dev.berth.metadata.HoldingQueries.FinishedUpload;
import dev.berth.model.Digest;
import dev.berth.model.RegistryId;
import dev.berth.registry.gc.DigestExplanation;
import dev.berth.registry.gc.DigestExplanation.HeldBlob;
import dev.berth.registry.gc.DigestExplanation.HeldImage;
import dev.berth.registry.gc.DigestExplanation.Holder;
import dev.berth.registry.gc.DigestExplanation.NamedImage;
import dev.berth.registry.gc.Holdings;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Says who holds a digest in the caller's registry, since when, and what would free it. */
record ExplainDigest(Holdings holdings) implements JsonOperation<ExplainDigest.Asked> {

  /** Which digest, and where. */
  record Asked(RegistryId registry, Digest digest) {}

  @Override
  public Asked parse(Input input, RegistryId home) {
    return new Asked(home, input.parse("digest", input.text("digest"), Digest::parse));
  }

  @Override
  public ObjectNode handle(Asked request, Invocation invocation) {
    DigestExplanation found = holdings.explain(request.registry(), request.digest());
    ObjectNode answer = Output.object();
    answer.put("digest", found.digest().toString());
    answer.set("blobs", list(found.blobs(), ExplainDigest::blob));
    answer.set("images", list(found.images(), ExplainDigest::image));
    answer.set("deletedImages", list(found.deleted(), ExplainDigest::deleted));
    answer.set("condemned", list(found.condemned(), ExplainDigest::condemned));
    answer.set("finishedUploads", list(found.uploads(), ExplainDigest::upload));
    return answer;
  }

  private static ObjectNode blob(HeldBlob blob) {
    ObjectNode node = Output.object();
    node.put("size", blob.size()).put("storedOn", blob.storedOn());
    node.put("repositoryCount", blob.holderCount());
    node.set("repositories", list(blob.holders(), ExplainDigest::holder));
    node.set("deletedImages", list(blob.deleted(), ExplainDigest::deleted));
    blob.freedBy().forEach(node.putArray("freedBy")::add);
    return node;
  }

  private static ObjectNode holder(Holder holder) {
    ObjectNode node = Output.object();
    node.put("repositoryName", holder.repository().value());
    node.put("leasedAt", Output.seconds(holder.leasedAt()));
    holder.heldUntil().ifPresent(until -> node.put("heldUntil", Output.seconds(until)));
    node.put("imageCount", holder.imageCount());
    node.set("images", list(holder.images(), ExplainDigest::named));
    return node;
  }

  private static ObjectNode named(NamedImage named) {
    ObjectNode node = Output.object();
    node.put("imageDigest", named.image().digest().toString());
    node.put("imagePushedAt", Output.seconds(named.image().pushedAt()));
    node.put("imageTagCount", named.tagCount());
    named.tags().forEach(tag -> node.withArray("imageTags").add(tag.value()));
    return node;
  }

  private static ObjectNode image(HeldImage held) {
    ObjectNode node = named(held.image());
    node.put("repositoryName", held.repository().value());
    node.put("imageManifestMediaType", held.image().image().mediaType().value());
    node.put("imageSize", held.image().image().imageSize());
    held.image()
        .image()
        .lastPulledAt()
        .ifPresent(at -> node.put("lastRecordedPullTime", Output.seconds(at)));
    held.image().image().subject().ifPresent(s -> node.put("subjectDigest", s.toString()));
    held.orphanedSince().ifPresent(at -> node.put("subjectGoneSince", Output.seconds(at)));
    node.put("childCount", held.childCount());
    ArrayNode parents = node.putArray("parents");
    held.parents().forEach(parent -> parents.add(parent.toString()));
    ArrayNode referrers = node.putArray("referrers");
    held.referrers().forEach(referrer -> referrers.add(referrer.toString()));
    held.freedBy().forEach(node.putArray("freedBy")::add);
    return node;
  }

  private static ObjectNode deleted(DeletedImage image) {
    return Output.object()
        .put("entryId", image.entry().value())
        .put("repositoryName", image.repository().value())
        .put("imageDigest", image.image().toString())
        .put("deletedAt", Output.seconds(image.deletedAt()))
        .put("expiresAt", Output.seconds(image.until()));
  }

  private static ObjectNode condemned(Former former) {
    ObjectNode node = Output.object();
    node.put("why", former.why().name()).put("dueAt", Output.seconds(former.due()));
    former.size().ifPresent(size -> node.put("size", size));
    return node;
  }

  private static ObjectNode upload(FinishedUpload upload) {
    return Output.object()
        .put("repositoryName", upload.repository().value())
        .put("startedBy", upload.startedBy().toString())
        .put("finishedAt", Output.seconds(upload.finishedAt()));
  }

  private static <T> ArrayNode list(List<T> items, Function<T, ObjectNode> description) {
    ArrayNode list = Output.list();
    items.forEach(item -> list.add(description.apply(item)));
    return list;
  }
}
