package dev.berth.registry.event;

import dev.berth.model.Arn;
import dev.berth.model.Digest;
import dev.berth.model.Event;
import dev.berth.model.Image;
import dev.berth.model.RegistryId;
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
 * EV-01 to EV-06, EV-09).
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

  /** A basic scan could not be made, or not to its end (EV-05). */
  public static Event scanFailed(
      RepositoryAddress repository, Digest digest, Collection<Tag> tags, Instant now) {
    return scanEnded("FAILED", repository, digest, tags, Map.of(), now);
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
    return scanEnded("COMPLETE", repository, digest, tags, findings, now);
  }

  private static Event scanEnded(
      String status,
      RepositoryAddress repository,
      Digest digest,
      Collection<Tag> tags,
      Map<String, Integer> findings,
      Instant now) {
    ObjectNode detail =
        object().put("scan-status", status).put(REPOSITORY, repository.name().value());
    ObjectNode counts = detail.putObject("finding-severity-counts");
    findings.forEach(counts::put);
    ArrayNode names = detail.put(DIGEST, digest.toString()).putArray("image-tags");
    tags.forEach(tag -> names.add(tag.value()));
    return event("ECR Image Scan", repository, Optional.of(repository.arn()), detail, now);
  }

  /**
   * How repositories are scanned, before and now.
   *
   * @param before the frequency, as the API has it
   * @param now the same
   */
  public record ScanFrequencyChange(RepositoryAddress repository, String before, String now) {}

  /**
   * Another configuration of enhanced scanning changed how often repositories are scanned (EV-06).
   *
   * @param changes those of the registry that are scanned in another way, or some of them
   */
  public static Event scanFrequencyChanged(
      RegistryId registry, Collection<ScanFrequencyChange> changes, Instant now) {
    ObjectNode detail = object().put(ACTION, "SCAN_FREQUENCY_CHANGE");
    ArrayNode repositories = detail.putArray("repositories");
    for (ScanFrequencyChange change : changes) {
      repositories
          .addObject()
          .put(REPOSITORY, change.repository().name().value())
          .put("repository-arn", change.repository().arn().toString())
          .put("scan-frequency", change.now())
          .put("previous-scan-frequency", change.before());
    }
    detail.put("resource-type", "REPOSITORY").put("scan-type", "ENHANCED");
    return new Event(
        now,
        registry,
        Optional.empty(),
        SOURCE,
        "ECR Scan Resource Change",
        Optional.empty(),
        detail.toString());
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
