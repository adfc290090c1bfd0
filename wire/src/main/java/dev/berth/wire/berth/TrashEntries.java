package dev.berth.wire.berth;

import dev.berth.iam.Action;
import dev.berth.iam.Demand;
import dev.berth.iam.Resource;
import dev.berth.model.RegistryId;
import dev.berth.model.Tag;
import dev.berth.model.TrashEntry;
import dev.berth.model.TrashEntry.Cause;
import dev.berth.model.TrashEntry.Content;
import dev.berth.model.TrashId;
import dev.berth.registry.refusal.TrashEntryNotFound;
import dev.berth.registry.trash.Trash;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Output;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Entries of the trash, as requests name them and as answers describe them. */
final class TrashEntries {
  private TrashEntries() {}

  /** The entry that {@code entryId} names. */
  static TrashId id(Input input) {
    return input.parse("entryId", input.text("entryId"), TrashId::new);
  }

  /**
   * The action on the repository that an entry is about, which is looked up: a request names the
   * entry alone. For an entry that is not there it is all repositories, so that nobody learns what
   * the trash holds who may not see all of it.
   */
  static Demand demand(String operation, Trash trash, RegistryId registry, TrashId id) {
    return Demand.hard(
        new Action("berth", operation),
        find(trash, registry, id)
            .<Resource>map(entry -> new Resource.OfRepository(entry.repository()))
            .orElseGet(() -> new Resource.AllRepositories(registry)));
  }

  private static Optional<TrashEntry> find(Trash trash, RegistryId registry, TrashId id) {
    try {
      return Optional.of(trash.entry(registry, id));
    } catch (TrashEntryNotFound _) {
      return Optional.empty();
    }
  }

  /** What answers tell of an entry. */
  static ObjectNode describe(TrashEntry entry) {
    ObjectNode node = Output.object();
    node.put("entryId", entry.id().value());
    node.put("actId", entry.act().value());
    node.put("repositoryName", entry.repository().name().value());
    switch (entry.content()) {
      case Content.OfImage image -> {
        node.put("kind", "IMAGE").put("imageDigest", image.digest().toString());
        ArrayNode tags = node.putArray("imageTags");
        image.tags().stream().map(Tag::value).forEach(tags::add);
        node.put("imageTagCount", image.tagCount()).put("imageSize", image.imageSize());
      }
      case Content.OfRepository(long images) ->
          node.put("kind", "REPOSITORY").put("imageCount", images);
    }
    switch (entry.cause()) {
      case Cause.ByCaller(var by) -> node.put("cause", "CALLER").put("deletedBy", by.toString());
      case Cause.ByLifecycle(int rule) -> node.put("cause", "LIFECYCLE").put("rulePriority", rule);
      case Cause.FollowedSubject(var subject) ->
          node.put("cause", "FOLLOWED_SUBJECT").put("subjectDigest", subject.toString());
    }
    node.put("deletedAt", Output.seconds(entry.deletedAt()));
    node.put("expiresAt", Output.seconds(entry.expiresAt()));
    return node;
  }
}
