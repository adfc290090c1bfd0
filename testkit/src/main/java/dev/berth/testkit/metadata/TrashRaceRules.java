package dev.berth.testkit.metadata;

import static dev.berth.testkit.metadata.GivenRows.NOW;

import dev.berth.metadata.ImageTable.NewImage;
import dev.berth.metadata.Transaction;
import dev.berth.metadata.TrashQueries.Stored;
import dev.berth.model.Blob;
import dev.berth.model.BlobFormat;
import dev.berth.model.BlobKey;
import dev.berth.model.Digest;
import dev.berth.model.Image;
import dev.berth.model.ImageReference.ByDigest;
import dev.berth.model.ImageReference.ByTag;
import dev.berth.model.Reclaimed;
import dev.berth.model.Repository;
import dev.berth.model.Tag;
import dev.berth.model.TrashId;
import dev.berth.model.Upload;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * What was deleted comes back, ends, or is purged, whoever else works on it: of two that want the
 * same entry one has it, and no blob is lost that somebody needs.
 */
interface TrashRaceRules extends MetadataRules {
  Tag LATEST = new Tag("latest");

  /**
   * A deleted image that had the tag, and one that has it now.
   *
   * @param other another repository of the registry
   * @param blob which only the deleted image names, by a link of {@code repository}
   * @param upload of the same bytes, about to be closed in {@code repository}
   */
  record Deleted(
      Repository repository,
      Repository other,
      TrashId entry,
      NewImage image,
      Image holder,
      Blob blob,
      Upload upload) {}

  private Deleted deleted() {
    Repository repository = given().repository();
    Repository other = given().repository(repository.registry(), "other");
    Blob blob = given().linkedBlob(repository);
    Upload upload = GivenRows.upload(repository, NOW);
    NewImage image = GivenRows.newImage(repository);
    TrashId entry =
        database()
            .write(
                t -> {
                  t.uploads().insert(upload);
                  Image made = t.images().insert(image);
                  t.images().insertEdges(made.id(), List.of(blob.id()), List.of());
                  t.tags().put(repository.id(), LATEST, made.id(), NOW);
                  return GivenTrash.delete(t, repository, made);
                });
    return new Deleted(
        repository, other, entry, image, given().image(repository, "latest"), blob, upload);
  }

  private Interleaving<Deleted> race(Supplier<Deleted> given) {
    return new Interleaving<>(database(), this::waitsForAnother, given, this::stored);
  }

  private String stored(Deleted it) {
    return database()
        .read(
            t -> {
              Optional<Digest> tagged =
                  t.images().find(it.repository().id(), new ByTag(LATEST)).map(Image::digest);
              List<BlobKey> condemned = t.condemned().due(GivenTrash.OVER, Integer.MAX_VALUE);
              Optional<Blob> linked =
                  t.blobs()
                      .linked(it.repository().id(), it.blob().digest())
                      .or(() -> t.blobs().linked(it.other().id(), it.blob().digest()));
              return "images: %d, tagged: %s, entries: %d, linked: %s, lost: %s, old bytes condemned: %s"
                  .formatted(
                      t.images().count(it.repository().id()),
                      tagged.map(
                          digest -> digest.equals(it.image().digest()) ? "deleted one" : "other"),
                      GivenTrash.entries(t, it.repository()).size(),
                      linked.map(blob -> blob.equals(it.blob()) ? "old" : "new"),
                      linked.filter(blob -> condemned.contains(blob.key())).isPresent(),
                      condemned.contains(it.blob().key()));
            });
  }

  private static String restore(Deleted it, Transaction t) {
    Optional<Stored> entry = t.trash().lock(it.repository().registry(), it.entry());
    if (entry.isEmpty()) {
      return "not there";
    }
    t.repositories().lock(it.repository().address());
    long row = entry.get().row();
    Optional<Image> twin = t.images().find(it.repository().id(), new ByDigest(it.image().digest()));
    if (twin.isEmpty()) {
      t.trashedImages().restore(row, GivenTrash.LATER);
    }
    Image image =
        t.images().find(it.repository().id(), new ByDigest(it.image().digest())).orElseThrow();
    List<Tag> tags = t.trashedImages().giveTags(row, image.id());
    t.trashedImages().deleteAll(row);
    t.trash().delete(row);
    return "restored with %s, there before: %s".formatted(tags, twin.isPresent());
  }

  private static String purge(Deleted it, Transaction t) {
    Optional<Stored> entry = t.trash().lock(it.repository().registry(), it.entry());
    if (entry.isEmpty()) {
      return "not there";
    }
    return "freed " + GivenTrash.purge(t, entry.get()).count();
  }

  private static String expire(Deleted it, Transaction t) {
    Optional<Stored> entry = t.trashEntries().find(it.repository().registry(), it.entry());
    return entry.filter(found -> t.trash().end(found.row(), GivenTrash.OVER)).isPresent()
        ? "ended"
        : "not there";
  }

  private static String push(Deleted it, Transaction t) {
    t.repositories().lock(it.repository().address());
    if (t.images().find(it.repository().id(), new ByDigest(it.image().digest())).isPresent()) {
      return "there";
    }
    Image image = t.images().insert(it.image());
    Optional<Blob> layer = t.blobs().linked(it.repository().id(), it.blob().digest());
    layer.ifPresent(blob -> t.images().insertEdges(image.id(), List.of(blob.id()), List.of()));
    return "pushed, layer: " + layer.isPresent();
  }

  private static String deleteHolder(Deleted it, Transaction t) {
    t.repositories().lock(it.repository().address());
    t.images().delete(it.holder().id());
    return "deleted";
  }

  private static String mount(Deleted it, Transaction t) {
    Optional<Blob> blob = t.blobs().linked(it.repository().id(), it.blob().digest());
    blob.ifPresent(found -> t.blobs().link(it.other().id(), found.id(), GivenTrash.LATER));
    return blob.isPresent() ? "mounted" : "upload it";
  }

  private static String close(Deleted it, Transaction t) {
    Optional<Blob> there = t.blobs().find(it.repository().registry(), "", it.blob().digest());
    Blob blob =
        there.orElseGet(
            () ->
                t.blobs()
                    .insert(
                        it.repository().registry(),
                        "",
                        it.blob().digest(),
                        it.blob().size(),
                        it.upload().key(),
                        BlobFormat.PLAIN));
    if (there.isPresent()) {
      t.condemned().add(it.upload().key(), NOW, Reclaimed.UNKNOWN);
    }
    t.blobs().link(it.repository().id(), blob.id(), GivenTrash.LATER);
    t.uploads().finish(it.upload().id(), it.blob().digest(), GivenTrash.LATER);
    return there.isPresent() ? "shared" : "made";
  }

  @Test
  default void of_two_restores_of_an_entry_one_brings_it_back() {
    race(this::deleted).everyOutcomeIsSerial(TrashRaceRules::restore, TrashRaceRules::restore);
  }

  @Test
  default void an_entry_is_restored_or_purged_but_not_both() {
    race(this::deleted).everyOutcomeIsSerial(TrashRaceRules::restore, TrashRaceRules::purge);
  }

  @Test
  default void an_entry_is_restored_or_over_but_not_both() {
    race(this::deleted).everyOutcomeIsSerial(TrashRaceRules::restore, TrashRaceRules::expire);
  }

  @Test
  default void an_entry_is_purged_or_over_but_not_both() {
    race(this::deleted).everyOutcomeIsSerial(TrashRaceRules::purge, TrashRaceRules::expire);
  }

  @Test
  default void a_digest_that_is_pushed_while_it_comes_back_is_one_image() {
    race(this::deleted).everyOutcomeIsSerial(TrashRaceRules::restore, TrashRaceRules::push);
  }

  @Test
  default void a_tag_whose_image_is_deleted_meanwhile_comes_back_or_is_taken() {
    race(this::deleted).everyOutcomeIsSerial(TrashRaceRules::restore, TrashRaceRules::deleteHolder);
  }

  @Test
  default void a_shared_layer_is_purged_or_mounted_but_not_both() {
    race(this::deleted).everyOutcomeIsSerial(TrashRaceRules::purge, TrashRaceRules::mount);
  }

  @Test
  default void a_layer_is_purged_or_named_by_a_push_but_not_both() {
    race(this::deleted).everyOutcomeIsSerial(TrashRaceRules::purge, TrashRaceRules::push);
  }

  @Test
  default void an_upload_of_a_purged_digest_has_the_old_bytes_or_its_own() {
    race(this::deleted).everyOutcomeIsSerial(TrashRaceRules::purge, TrashRaceRules::close);
  }
}
