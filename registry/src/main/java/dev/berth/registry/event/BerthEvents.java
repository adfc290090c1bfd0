package dev.berth.registry.event;

import dev.berth.model.Arn;
import dev.berth.model.Digest;
import dev.berth.model.Event;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.Tag;
import dev.berth.model.TrashEntry;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Events of what ECR tells nobody, in the form of its own. They carry another source and other
 * types, so that no rule that was written for ECR meets them by accident.
 */
public final class BerthEvents {
  /** The source of every event that ECR does not have. */
  public static final String SOURCE = "berth";

  private BerthEvents() {}

  /** Whose policy changed. */
  public enum PolicyType {
    REPOSITORY,
    REGISTRY,
    LIFECYCLE
  }

  /** What happened to a policy. */
  public enum PolicyChange {
    SET,
    DELETE
  }

  /** A push took a tag from another image; it is told beside the push. */
  public static Event tagMoved(
      RepositoryAddress repository, Tag tag, Digest from, Digest to, Instant now) {
    return event(
        "Berth Tag Action",
        repository,
        named("MOVE", repository)
            .put("image-tag", tag.value())
            .put("image-digest", to.toString())
            .put("previous-image-digest", from.toString()),
        now);
  }

  /**
   * An image was pulled.
   *
   * @param pulls how often since the event before; batched, so that no pull waits
   */
  public static Event pulled(RepositoryAddress repository, Digest digest, long pulls, Instant now) {
    return event(
        "Berth Image Action",
        repository,
        named("PULL", repository).put("image-digest", digest.toString()).put("pull-count", pulls),
        now);
  }

  /**
   * A deleted image is back, or its tags are.
   *
   * @param tags those that came back with it
   * @param by who asked for it
   */
  public static Event imageRestored(
      RepositoryAddress repository, Digest digest, Collection<Tag> tags, Arn by, Instant now) {
    ObjectNode detail = named("RESTORE", repository).put("image-digest", digest.toString());
    ArrayNode names = detail.putArray("image-tags");
    tags.forEach(tag -> names.add(tag.value()));
    return event("Berth Image Action", repository, detail.put("principal", by.toString()), now);
  }

  /**
   * A deleted repository is back.
   *
   * @param images how many came with it; there is no event for each of them
   * @param by who asked for it
   */
  public static Event repositoryRestored(
      RepositoryAddress repository, long images, Arn by, Instant now) {
    return event(
        "Berth Repository Action",
        repository,
        named("RESTORE", repository).put("image-count", images).put("principal", by.toString()),
        now);
  }

  /**
   * Something deleted is gone for good.
   *
   * @param blobs how many blobs nobody else held
   * @param bytes of those
   * @param by who asked for it
   */
  public static Event purged(TrashEntry entry, long blobs, long bytes, Arn by, Instant now) {
    RepositoryAddress repository = entry.repository();
    ObjectNode detail = named("PURGE", repository).put("trash-entry", entry.id().value());
    String type =
        switch (entry.content()) {
          case TrashEntry.Content.OfImage image -> {
            detail.put("image-digest", image.digest().toString());
            yield "Berth Image Action";
          }
          case TrashEntry.Content.OfRepository deleted -> {
            detail.put("image-count", deleted.images());
            yield "Berth Repository Action";
          }
        };
    detail.put("blob-count", blobs).put("bytes", bytes).put("principal", by.toString());
    return event(type, repository, detail, now);
  }

  /** A repository was created. */
  public static Event repositoryCreated(RepositoryAddress repository, Instant now) {
    return event("Berth Repository Action", repository, named("CREATE", repository), now);
  }

  /**
   * A repository was deleted.
   *
   * @param images how many images went with it; there is no event for each of them
   */
  public static Event repositoryDeleted(RepositoryAddress repository, long images, Instant now) {
    return event(
        "Berth Repository Action",
        repository,
        named("DELETE", repository).put("image-count", images),
        now);
  }

  /** The policy of a repository changed, its own or that of its images' lives. */
  public static Event policyChanged(
      PolicyType type, PolicyChange change, RepositoryAddress repository, Instant now) {
    return event(
        "Berth Policy Action",
        repository,
        named(change.name(), repository).put("policy-type", type.name()),
        now);
  }

  /** The policy of a registry changed. */
  public static Event registryPolicyChanged(PolicyChange change, RegistryId registry, Instant now) {
    ObjectNode detail =
        JsonNodeFactory.instance
            .objectNode()
            .put("result", "SUCCESS")
            .put("action-type", change.name())
            .put("policy-type", PolicyType.REGISTRY.name());
    return new Event(
        now,
        registry,
        Optional.empty(),
        SOURCE,
        "Berth Policy Action",
        Optional.empty(),
        detail.toString());
  }

  private static ObjectNode named(String action, RepositoryAddress repository) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("result", "SUCCESS")
        .put("action-type", action)
        .put("repository-name", repository.name().value());
  }

  private static Event event(
      String type, RepositoryAddress repository, ObjectNode detail, Instant now) {
    return new Event(
        now,
        repository.registry(),
        Optional.of(repository.name()),
        SOURCE,
        type,
        Optional.of(repository.arn()),
        detail.toString());
  }
}
