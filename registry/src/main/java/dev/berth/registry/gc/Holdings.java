package dev.berth.registry.gc;

import dev.berth.metadata.Database;
import dev.berth.metadata.HoldingQueries;
import dev.berth.metadata.HoldingQueries.DeletedImage;
import dev.berth.metadata.Transaction;
import dev.berth.model.Blob;
import dev.berth.model.Digest;
import dev.berth.model.Image;
import dev.berth.model.RegistryId;
import dev.berth.model.Tag;
import dev.berth.registry.Retention;
import dev.berth.registry.gc.DigestExplanation.HeldBlob;
import dev.berth.registry.gc.DigestExplanation.HeldImage;
import dev.berth.registry.gc.DigestExplanation.Holder;
import dev.berth.registry.gc.DigestExplanation.NamedImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Says of a digest who holds it in a registry, since when, and what would free it. */
public final class Holdings {
  private static final int MOST = 100;
  private static final int MOST_IMAGES = 10;
  private static final int MOST_TAGS = 10;

  private final Database database;
  private final Retention retention;

  public Holdings(Database database, Retention retention) {
    this.database = database;
    this.retention = retention;
  }

  /** What is known of the digest in that registry, all of one moment. */
  public DigestExplanation explain(RegistryId registry, Digest digest) {
    return database.read(
        tx ->
            new DigestExplanation(
                digest,
                tx.holdings().blobs(registry, digest).stream().map(blob -> blob(tx, blob)).toList(),
                tx.holdings().images(registry, digest, MOST).stream()
                    .map(image -> image(tx, image))
                    .toList(),
                tx.holdings().deletedImages(registry, digest, MOST),
                tx.condemned().of(registry, digest, MOST),
                tx.holdings().uploads(registry, digest, MOST)));
  }

  private HeldBlob blob(Transaction tx, Blob blob) {
    List<Holder> holders =
        tx.holdings().holders(blob.id(), MOST).stream()
            .map(holder -> holder(tx, blob, holder))
            .toList();
    List<DeletedImage> deleted = tx.holdings().deletedNaming(blob.id(), MOST);
    return new HeldBlob(
        blob.size(),
        blob.key().day(),
        holders,
        tx.holdings().countHolders(blob.id()),
        deleted,
        blobFreedBy(holders, deleted));
  }

  private Holder holder(Transaction tx, Blob blob, HoldingQueries.Holder holder) {
    List<Image> images = tx.holdings().naming(holder.repositoryId(), blob.id(), MOST_IMAGES);
    return new Holder(
        holder.repository(),
        holder.leasedAt(),
        holder.images() > 0
            ? Optional.empty()
            : Optional.of(holder.leasedAt().plus(retention.grace())),
        named(tx, images),
        holder.images());
  }

  private static List<NamedImage> named(Transaction tx, Collection<Image> images) {
    Map<Long, SortedSet<Tag>> tags = tx.tags().of(images.stream().map(Image::id).toList());
    return images.stream()
        .map(
            image -> {
              SortedSet<Tag> all = tags.getOrDefault(image.id(), new TreeSet<>());
              return new NamedImage(image, all.stream().limit(MOST_TAGS).toList(), all.size());
            })
        .toList();
  }

  private List<String> blobFreedBy(List<Holder> holders, List<DeletedImage> deleted) {
    List<String> steps = new ArrayList<>();
    for (Holder holder : holders) {
      steps.add(
          holder
              .heldUntil()
              .map(
                  until ->
                      "%s: no image names it; the first collection after %s takes it away"
                          .formatted(holder.repository(), until))
              .orElseGet(
                  () ->
                      "%s: delete the %d images that name it; it then stays for %s"
                          .formatted(holder.repository(), holder.imageCount(), afterDeletion())));
    }
    for (DeletedImage image : deleted) {
      steps.add(
          "%s: held by the deleted image %s until %s; purge %s to free it at once"
              .formatted(image.repository(), image.image(), image.until(), image.entry()));
    }
    steps.add(
        "no repository holding it, its bytes go %s after the next collection"
            .formatted(retention.condemnedBytes()));
    return steps;
  }

  /** What an image alone had named stays for the grace, and as long as the image can come back. */
  private Duration afterDeletion() {
    return retention.undoWindow().compareTo(retention.grace()) > 0
        ? retention.undoWindow()
        : retention.grace();
  }

  private HeldImage image(Transaction tx, HoldingQueries.HeldImage held) {
    Image image = held.image();
    List<Digest> parents = tx.images().parents(image.id());
    List<Digest> referrers = tx.holdings().referrers(image.repositoryId(), image.digest(), MOST);
    return new HeldImage(
        held.repository(),
        named(tx, List.of(image)).getFirst(),
        parents,
        held.children(),
        referrers,
        held.orphanedSince(),
        imageFreedBy(held, parents));
  }

  private List<String> imageFreedBy(HoldingQueries.HeldImage held, List<Digest> parents) {
    Stream<String> named =
        parents.stream()
            .map(parent -> "%s: delete the index %s first".formatted(held.repository(), parent));
    String end =
        held.orphanedSince()
            .map(
                since ->
                    "%s: its subject is gone, it follows after %s"
                        .formatted(held.repository(), since.plus(retention.orphanedReferrer())))
            .orElseGet(
                () ->
                    "%s: it stays, with tags and without, until it is deleted"
                        .formatted(held.repository()));
    return Stream.concat(named, Stream.of(end)).toList();
  }
}
