package dev.berth.registry.event;

import dev.berth.model.Arn;
import dev.berth.model.Digest;
import dev.berth.model.Event;
import dev.berth.model.Image;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.Tag;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The events that ECR sends to EventBridge, member by member and in its order (ECR dossier 19,
 * EV-01 to EV-05, EV-09).
 */
public final class EcrEvents {
  /** The source of every event that ECR has as well. */
  public static final String SOURCE = "aws.ecr";

  private static final String IMAGE_ACTION = "ECR Image Action";
  private static final String REFERRER_ACTION = "ECR Referrer Action";
  private static final String RESULT = "result";
  private static final String SUCCESS = "SUCCESS";
  private static final String REPOSITORY = "repository-name";
  private static final String DIGEST = "image-digest";
  private static final String ACTION = "action-type";

  private EcrEvents() {}

  /**
   * An image was pushed, or got a tag by a push (EV-01). A push with several tags is as many
   * events.
   *
   * @param tag empty for a push without any (EV-09)
   */
  public static Event pushed(
      RepositoryAddress repository, Digest digest, Optional<Tag> tag, Instant now) {
    return imageAction("PUSH", repository, digest, tag, now);
  }

  /** An image lost a tag, or went with it, or went without having one (EV-02). */
  public static Event deleted(
      RepositoryAddress repository, Digest digest, Optional<Tag> tag, Instant now) {
    return imageAction("DELETE", repository, digest, tag, now);
  }

  private static Event imageAction(
      String action, RepositoryAddress repository, Digest digest, Optional<Tag> tag, Instant now) {
    ObjectNode detail =
        object()
            .put(RESULT, SUCCESS)
            .put(REPOSITORY, repository.name().value())
            .put(DIGEST, digest.toString())
            .put(ACTION, action);
    tag.ifPresent(name -> detail.put("image-tag", name.value()));
    return event(IMAGE_ACTION, repository, Optional.empty(), detail, now);
  }

  /** An image or referrer was put into the archive (EV-03, EV-04). */
  public static Event archived(RepositoryAddress repository, Image image, Instant now) {
    return storageClass(repository, image, "ARCHIVE", now);
  }

  /** An image or referrer is back from the archive, active from now on (EV-03, EV-04). */
  public static Event restored(RepositoryAddress repository, Image image, Instant now) {
    return storageClass(repository, image, "STANDARD", now);
  }

  private static Event storageClass(
      RepositoryAddress repository, Image image, String storageClass, Instant now) {
    ObjectNode detail =
        object()
            .put(ACTION, "UPDATE_STORAGE_CLASS")
            .put("target-storage-class", storageClass)
            .put(DIGEST, image.digest().toString())
            .put(REPOSITORY, repository.name().value())
            .put(RESULT, SUCCESS)
            .put("manifest-media-type", image.mediaType().value());
    image.artifactType().ifPresent(type -> detail.put("artifact-media-type", type));
    if (storageClass.equals("STANDARD")) {
      detail.put("last-activated-at", now.toString());
    }
    String type = image.subject().isPresent() ? REFERRER_ACTION : IMAGE_ACTION;
    return event(type, repository, Optional.empty(), detail, now);
  }

  /**
   * A basic scan has ended (EV-05).
   *
   * @param findings how many of each severity; one that is not there is left out
   */
  public static Event scanned(
      RepositoryAddress repository,
      Digest digest,
      Collection<Tag> tags,
      Map<String, Integer> findings,
      Instant now) {
    ObjectNode detail =
        object().put("scan-status", "COMPLETE").put(REPOSITORY, repository.name().value());
    ObjectNode counts = detail.putObject("finding-severity-counts");
    findings.forEach(counts::put);
    ArrayNode names = detail.put(DIGEST, digest.toString()).putArray("image-tags");
    tags.forEach(tag -> names.add(tag.value()));
    return event("ECR Image Scan", repository, Optional.of(repository.arn()), detail, now);
  }

  private static Event event(
      String type,
      RepositoryAddress repository,
      Optional<Arn> resource,
      ObjectNode detail,
      Instant now) {
    return new Event(
        now,
        repository.registry(),
        Optional.of(repository.name()),
        SOURCE,
        type,
        resource,
        detail.toString());
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
