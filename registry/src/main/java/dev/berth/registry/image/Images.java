package dev.berth.registry.image;

import dev.berth.iam.Principal;
import dev.berth.metadata.Database;
import dev.berth.metadata.ImageTable.TagStatus;
import dev.berth.metadata.Remembered;
import dev.berth.metadata.StatusFilter;
import dev.berth.metadata.TaggedDigest;
import dev.berth.metadata.Topic;
import dev.berth.metadata.Transaction;
import dev.berth.model.Arn;
import dev.berth.model.Digest;
import dev.berth.model.Image;
import dev.berth.model.ImageReference;
import dev.berth.model.Manifest;
import dev.berth.model.Page;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.Tag;
import dev.berth.registry.Conformance;
import dev.berth.registry.DiskReserve;
import dev.berth.registry.Limits;
import dev.berth.registry.Rules;
import dev.berth.registry.image.Deleting.LastTagOfChild;
import dev.berth.registry.refusal.ImageNotFound;
import dev.berth.registry.refusal.ImageReferencedByManifestList;
import dev.berth.registry.refusal.LimitExceeded;
import dev.berth.registry.refusal.RepositoryNotFound;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * The images of all repositories (ecr-behaviour 5; oci-behaviour 2.6 to 2.9). Every method refuses
 * a repository that does not exist with {@link RepositoryNotFound}.
 */
public final class Images implements AutoCloseable {
  private static final long REMEMBERED_BYTES = 16L * 1024 * 1024;

  /** How long a pull may be remembered in memory alone. */
  private static final Duration WRITE_PULLS_EVERY = Duration.ofSeconds(5);

  /** What an image takes of the memory beside its manifest. */
  private static final int IMAGE_BYTES = 1024;

  private final Database database;
  private final Limits limits;
  private final InstantSource clock;
  private final Pushing pushing;
  private final Deleting deleting;
  private final LastTagOfChild lastTag;
  private final Referrers referrers;
  private final Duration pullRecord;
  private final Pulls pulls;
  private final PullTimeExclusions exclusions;
  private final Remembered<Named, StoredImage> remembered;

  /** How a client names an image. */
  private record Named(RepositoryAddress address, ImageReference reference) {}

  public Images(Database database, Rules rules, DiskReserve reserve, InstantSource clock) {
    this.database = database;
    this.limits = rules.limits();
    this.clock = clock;
    this.pushing = new Pushing(database, rules, reserve, clock);
    this.deleting = new Deleting(database, rules.retention().undoWindow(), clock);
    this.referrers = new Referrers(database);
    this.lastTag =
        rules.conformance() == Conformance.ECR ? LastTagOfChild.STAYS : LastTagOfChild.GOES;
    this.exclusions = new PullTimeExclusions(database, rules.limits().settings(), clock);
    this.pullRecord = rules.retention().pullRecord();
    this.pulls = new Pulls(database, WRITE_PULLS_EVERY);
    this.remembered =
        database.remember(
            Topic.IMAGES,
            new Remembered.Bound<>(REMEMBERED_BYTES, Images::weight),
            (tx, named) ->
                tx.images()
                    .find(repository(tx, named.address()), named.reference())
                    .map(image -> stored(tx, image)));
  }

  private static int weight(StoredImage stored) {
    return IMAGE_BYTES + (int) stored.image().manifestSize();
  }

  /**
   * Stores a manifest, and lets tags name it (ecr-behaviour 5.2).
   *
   * @param tags none, one, or several, which are all taken or none
   * @throws dev.berth.registry.refusal.ManifestInvalid when it is not a manifest
   * @throws dev.berth.registry.refusal.ImageDigestDoesNotMatch when it has not the digest expected
   *     (P8)
   * @throws dev.berth.registry.refusal.ImageTagAlreadyExists when a tag is immutable and names
   *     another image (P4)
   * @throws dev.berth.registry.refusal.LayersNotFound when the repository does not hold the config
   *     or a layer (P11)
   * @throws dev.berth.registry.refusal.ReferencedImagesNotFound when it does not hold an index's
   *     entry (P12)
   * @throws LimitExceeded for an image or a tag too many (P13)
   * @throws dev.berth.registry.refusal.InsufficientStorage for a new image when the disk is full up
   *     to its reserve; an image that is there may still be tagged
   */
  public Put put(RepositoryAddress address, PushedManifest manifest, List<Tag> tags) {
    return pushing.put(address, manifest, tags);
  }

  /**
   * What is known of an image that can be pulled; not a pull.
   *
   * @throws ImageNotFound when there is none, or it is archived (V2-35)
   */
  public Image find(RepositoryAddress address, ImageReference reference) {
    return get(address, reference).image();
  }

  /**
   * An image with its bytes, of one moment; the door says when it was a pull.
   *
   * @throws ImageNotFound when there is none, or it is archived (V2-35)
   */
  public StoredImage get(RepositoryAddress address, ImageReference reference) {
    ImageId id = ImageId.of(reference);
    return remembered
        .of(new Named(address, reference))
        .filter(stored -> stored.image().storage().isActive())
        .orElseThrow(() -> new ImageNotFound(address, id.digest(), id.tag()));
  }

  /**
   * Notes that somebody pulled an image of the registry just now, and writes and tells it a little
   * later; returns at once. The time is written at most once in a while for each image, and not
   * when the pulls of whoever it was are excluded (AR-13).
   */
  public void recordPull(RegistryId registry, Image image, Principal by) {
    Instant now = clock.instant();
    boolean isKnown = image.lastPulledAt().stream().anyMatch(now.minus(pullRecord)::isBefore);
    boolean isTimed = !isKnown && !exclusions.excludes(registry, by);
    pulls.record(image, now, Optional.of(now).filter(_ -> isTimed));
  }

  /**
   * Images by their ids (BatchGetImage, IM-14). Stored bytes and types, never converted.
   *
   * @throws LimitExceeded when their manifests have more than {@link Limits#batchBytes} together
   */
  public ImageBatch batchGet(RepositoryAddress address, List<ImageId> ids) {
    return read(
        address,
        (tx, repository) -> {
          List<ImageBatch.Found> found = new ArrayList<>();
          List<ImageFailure> failures = new ArrayList<>();
          long bytes = 0;
          for (ImageId id : ids) {
            switch (Lookup.of(tx, repository, id)) {
              case Lookup.Failed(ImageFailure failure) -> failures.add(failure);
              case Lookup.Found(Image image) when !image.storage().isActive() ->
                  failures.add(
                      new ImageFailure(id, ImageFailure.Code.IMAGE_INACCESSIBLE, List.of()));
              case Lookup.Found(Image image) -> {
                bytes += image.manifestSize();
                requireRoom(bytes);
                found.add(
                    new ImageBatch.Found(
                        new ImageId(ImageId.of(image.digest()).digest(), id.tag()),
                        stored(tx, image)));
              }
            }
          }
          return new ImageBatch(found, failures);
        });
  }

  private void requireRoom(long bytes) {
    if (bytes > limits.batchBytes()) {
      throw new LimitExceeded(
          LimitExceeded.Kind.BATCH_SIZE,
          limits.batchBytes(),
          "The requested images exceed the maximum allowed size of a batch which is '%d' bytes; ask for fewer at a time"
              .formatted(limits.batchBytes()));
    }
  }

  /**
   * Images by their ids with their tags, in the order asked for (DescribeImages with {@code
   * imageIds}).
   *
   * @throws ImageNotFound for the first that is not there (IM-27)
   */
  public List<TaggedImage> describe(RepositoryAddress address, List<ImageId> ids) {
    return read(
        address,
        (tx, repository) -> {
          List<Image> images = new ArrayList<>();
          for (ImageId id : ids) {
            switch (Lookup.of(tx, repository, id)) {
              case Lookup.Failed _ -> throw new ImageNotFound(address, id.digest(), id.tag());
              case Lookup.Found(Image image) -> images.add(image);
            }
          }
          return tagged(tx, images);
        });
  }

  /** Images with their tags, in the order of their first push (DescribeImages). */
  public Page<TaggedImage, Long> page(
      RepositoryAddress address, TagStatus tags, StatusFilter status, Page.Request<Long> request) {
    return read(
        address,
        (tx, repository) -> {
          Page<Image, Long> page = tx.images().page(repository, tags, status, request);
          return new Page<>(tagged(tx, page.items()), page.next());
        });
  }

  /** One line for each tag, and one for each image without tags (ListImages, IM-28). */
  public Page<TaggedDigest, TaggedDigest.Key> list(
      RepositoryAddress address,
      TagStatus tags,
      StatusFilter status,
      Page.Request<TaggedDigest.Key> request) {
    return read(address, (tx, repository) -> tx.images().list(repository, tags, status, request));
  }

  /** The tags of the repository's active images in byte order ({@code tags/list}). */
  public Page<Tag, Tag> tags(RepositoryAddress address, Page.Request<Tag> request) {
    return read(address, (tx, repository) -> tx.tags().page(repository, request));
  }

  /**
   * Who refers to a manifest, whether or not it is there, the oldest first (RF-01, RF-03).
   *
   * @param artifactTypes only of these; empty for all
   * @param status only of this status
   * @param request the page may be shorter, so that an answer of 4 MiB holds it; it is the last
   *     only without {@code next}
   */
  public Page<Referrer, Long> referrers(
      RepositoryAddress address,
      Digest subject,
      Set<String> artifactTypes,
      StatusFilter status,
      Page.Request<Long> request) {
    return referrers.page(address, subject, new Referrers.Filter(artifactTypes, status), request);
  }

  /**
   * Removes tags and images (BatchDeleteImage, ecr-behaviour 5.5). What cannot go is among the
   * failures.
   *
   * @param by who deletes
   */
  public Deleted delete(RepositoryAddress address, List<ImageId> ids, Arn by) {
    return deleting.delete(address, ids, LastTagOfChild.STAYS, by);
  }

  /**
   * Removes a tag, with the image when it was the last one, or an image with all its tags. The last
   * tag of an image that an index names goes alone; it stays where ECR is followed strictly.
   *
   * @param by who deletes
   * @throws ImageNotFound when there is none
   * @throws ImageReferencedByManifestList when an index names what would have to go
   */
  public void delete(RepositoryAddress address, ImageReference reference, Arn by) {
    ImageId id = ImageId.of(reference);
    for (ImageFailure failure : deleting.delete(address, List.of(id), lastTag, by).failures()) {
      throw failure.code() == ImageFailure.Code.IMAGE_REFERENCED_BY_MANIFEST_LIST
          ? new ImageReferencedByManifestList(address, reference, failure.parents())
          : new ImageNotFound(address, id.digest(), id.tag());
    }
  }

  /** Whose pulls are not recorded. */
  public PullTimeExclusions exclusions() {
    return exclusions;
  }

  /** Returns when every pull that was noted is written. */
  @Override
  public void close() {
    pulls.close();
  }

  private <R> R read(RepositoryAddress address, BiFunction<Transaction, Long, R> query) {
    return database.read(tx -> query.apply(tx, repository(tx, address)));
  }

  /**
   * The image of that id, archived or not.
   *
   * @throws RepositoryNotFound when there is no such repository
   * @throws ImageNotFound when there is no such image
   */
  public static Image lookup(Transaction tx, RepositoryAddress address, ImageId id) {
    return switch (Lookup.of(tx, repository(tx, address), id)) {
      case Lookup.Failed _ -> throw new ImageNotFound(address, id.digest(), id.tag());
      case Lookup.Found(Image image) -> image;
    };
  }

  private static long repository(Transaction tx, RepositoryAddress address) {
    return tx.repositories().find(address).orElseThrow(() -> new RepositoryNotFound(address)).id();
  }

  private static StoredImage stored(Transaction tx, Image image) {
    Manifest manifest =
        tx.images()
            .manifest(image.id())
            .orElseThrow(
                () -> new IllegalStateException("image " + image.digest() + " has no manifest"));
    return new StoredImage(image, manifest);
  }

  private static List<TaggedImage> tagged(Transaction tx, List<Image> images) {
    Map<Long, SortedSet<Tag>> tags = tx.tags().of(images.stream().map(Image::id).toList());
    SortedSet<Tag> none = Collections.unmodifiableSortedSet(new TreeSet<>());
    return images.stream()
        .map(image -> new TaggedImage(image, tags.getOrDefault(image.id(), none)))
        .toList();
  }
}
