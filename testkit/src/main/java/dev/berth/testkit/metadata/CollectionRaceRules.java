package dev.berth.testkit.metadata;

import static dev.berth.testkit.metadata.GivenRows.NOW;

import dev.berth.metadata.CollectionQueries.Link;
import dev.berth.metadata.Transaction;
import dev.berth.model.Blob;
import dev.berth.model.BlobFormat;
import dev.berth.model.BlobKey;
import dev.berth.model.Image;
import dev.berth.model.Reclaimed;
import dev.berth.model.Repository;
import dev.berth.model.Upload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Collection that meets a push: the push finds the blob and keeps it, or finds it gone and sends it
 * again. Nothing is ever linked to bytes that are condemned (invariant I4).
 */
interface CollectionRaceRules extends MetadataRules {
  Instant LEASE_OVER = NOW.plus(Duration.ofDays(1));

  /**
   * A blob about to be collected.
   *
   * @param holder links it
   * @param other of the same registry, does not
   * @param upload of the same bytes, about to be closed in {@code other}
   */
  record Doomed(Repository holder, Repository other, Blob blob, Upload upload) {
    Link link() {
      return new Link(holder.id(), blob.id());
    }
  }

  private Doomed doomed() {
    Repository holder = given().repository();
    Repository other = given().repository(holder.registry(), "other");
    Upload upload = GivenRows.upload(other, NOW);
    given().change(t -> t.uploads().insert(upload));
    return new Doomed(holder, other, given().linkedBlob(holder), upload);
  }

  private Doomed unlinked() {
    Doomed doomed = doomed();
    given().change(t -> t.collection().unlink(doomed.link(), LEASE_OVER));
    return doomed;
  }

  private Interleaving<Doomed> race(Supplier<Doomed> given) {
    return new Interleaving<>(database(), this::waitsForAnother, given, this::stored);
  }

  private String stored(Doomed it) {
    return database()
        .read(
            t -> {
              Optional<Blob> held =
                  t.blobs()
                      .linked(it.holder().id(), it.blob().digest())
                      .or(() -> t.blobs().linked(it.other().id(), it.blob().digest()));
              List<BlobKey> condemned = t.condemned().due(LEASE_OVER, Integer.MAX_VALUE);
              return "images: %d, held: %s, lost: %s, old bytes condemned: %s, new bytes condemned: %s"
                  .formatted(
                      t.images().count(it.holder().id()),
                      held.map(blob -> blob.equals(it.blob()) ? "the old blob" : "a new blob"),
                      held.filter(blob -> condemned.contains(blob.key())).isPresent(),
                      condemned.contains(it.blob().key()),
                      condemned.contains(it.upload().key()));
            });
  }

  private static String collect(Doomed it, Transaction t) {
    boolean unlinked = t.collection().unlink(it.link(), LEASE_OVER);
    boolean removed = t.collection().remove(it.blob().id(), LEASE_OVER).isPresent();
    return "unlinked: %s, removed: %s".formatted(unlinked, removed);
  }

  @Test
  default void a_blob_is_collected_or_named_by_a_manifest_but_not_both() {
    race(this::doomed)
        .everyOutcomeIsSerial(
            CollectionRaceRules::collect,
            (it, t) -> {
              Optional<Blob> blob = t.blobs().linked(it.holder().id(), it.blob().digest());
              if (blob.isEmpty()) {
                return "blob unknown";
              }
              Image image = GivenRows.image(t, it.holder());
              t.images().insertEdges(image.id(), List.of(blob.get().id()), List.of());
              return "pushed";
            });
  }

  @Test
  default void a_blob_is_collected_or_mounted_but_not_both() {
    race(this::doomed)
        .everyOutcomeIsSerial(
            CollectionRaceRules::collect,
            (it, t) -> {
              Optional<Blob> blob = t.blobs().linked(it.holder().id(), it.blob().digest());
              blob.ifPresent(found -> t.blobs().link(it.other().id(), found.id(), LEASE_OVER));
              return blob.isPresent() ? "mounted" : "upload it";
            });
  }

  @Test
  default void a_blob_is_collected_or_reported_present_but_not_both() {
    race(this::doomed)
        .everyOutcomeIsSerial(
            CollectionRaceRules::collect,
            (it, t) ->
                t.blobs().renewLease(it.holder().id(), it.blob().id(), LEASE_OVER, LEASE_OVER)
                    ? "present"
                    : "absent");
  }

  @Test
  default void an_upload_of_a_digest_that_is_collected_has_the_old_bytes_or_its_own() {
    race(this::doomed)
        .everyOutcomeIsSerial(CollectionRaceRules::collect, CollectionRaceRules::close);
  }

  @Test
  default void an_upload_of_a_digest_that_nobody_links_any_more_has_the_old_bytes_or_its_own() {
    race(this::unlinked)
        .everyOutcomeIsSerial(CollectionRaceRules::collect, CollectionRaceRules::close);
  }

  private static String close(Doomed it, Transaction t) {
    Optional<Blob> there = t.blobs().find(it.other().registry(), "", it.blob().digest());
    Blob blob =
        there.orElseGet(
            () ->
                t.blobs()
                    .insert(
                        it.other().registry(),
                        "",
                        it.blob().digest(),
                        it.blob().size(),
                        it.upload().key(),
                        BlobFormat.PLAIN));
    if (there.isPresent()) {
      t.condemned().add(it.upload().key(), NOW, Reclaimed.UNKNOWN);
    }
    t.blobs().link(it.other().id(), blob.id(), LEASE_OVER);
    t.uploads().finish(it.upload().id(), it.blob().digest(), NOW);
    return there.isPresent() ? "shared" : "made";
  }

  @Test
  default void of_two_collections_at_once_one_removes() {
    race(this::doomed)
        .everyOutcomeIsSerial(CollectionRaceRules::collect, CollectionRaceRules::collect);
  }
}
