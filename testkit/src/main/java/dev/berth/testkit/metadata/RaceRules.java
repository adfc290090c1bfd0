package dev.berth.testkit.metadata;

import static dev.berth.testkit.metadata.GivenRows.NOW;

import dev.berth.metadata.Transaction;
import dev.berth.model.Blob;
import dev.berth.model.BlobFormat;
import dev.berth.model.BlobKey;
import dev.berth.model.Digest;
import dev.berth.model.Encryption;
import dev.berth.model.Image;
import dev.berth.model.ImageReference;
import dev.berth.model.Reclaimed;
import dev.berth.model.Repository;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.RepositoryName;
import dev.berth.model.Tag;
import dev.berth.model.TagMutability;
import dev.berth.model.Upload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * What two writers that meet may leave behind: what one of them after the other would have left.
 */
interface RaceRules extends MetadataRules {

  private <S> Interleaving<S> race(Supplier<S> given, Function<S, String> stored) {
    return new Interleaving<>(database(), this::waitsForAnother, given, stored);
  }

  @Test
  default void of_two_that_make_one_repository_one_finds_it_taken() {
    Interleaving.Write<RepositoryAddress> make =
        (address, t) ->
            t.repositories()
                .insert(address, NOW, TagMutability.MUTABLE, false, Encryption.AES256)
                .map(_ -> "made")
                .orElse("taken");
    race(
            () -> new RepositoryAddress(GivenRows.registry(), new RepositoryName("team/app")),
            address -> "" + database().<Long>read(t -> t.repositories().count(address.registry())))
        .everyOutcomeIsSerial(make, make);
  }

  /** Two uploads of the same bytes about to be closed. */
  record TwoUploads(Repository repository, Digest digest, Upload first, Upload second) {}

  @Test
  default void of_two_that_close_one_blob_one_makes_it_and_one_drops_its_bytes() {
    race(
            () -> {
              Repository repository = given().repository();
              Upload first = GivenRows.upload(repository, NOW);
              Upload second = GivenRows.upload(repository, NOW);
              given().change(t -> List.of(first, second).forEach(t.uploads()::insert));
              return new TwoUploads(repository, GivenRows.digest(), first, second);
            },
            two -> {
              List<BlobKey> dropped =
                  database().read(t -> t.condemned().due(NOW, Integer.MAX_VALUE));
              Blob blob =
                  database()
                      .read(t -> t.blobs().linked(two.repository().id(), two.digest()))
                      .orElseThrow();
              return "blob of first: %s, first dropped: %s, second dropped: %s"
                  .formatted(
                      blob.key().equals(two.first().key()),
                      dropped.contains(two.first().key()),
                      dropped.contains(two.second().key()));
            })
        .everyOutcomeIsSerial(
            (two, t) -> close(two, two.first(), t), (two, t) -> close(two, two.second(), t));
  }

  private static String close(TwoUploads two, Upload upload, Transaction t) {
    Optional<Blob> there = t.blobs().find(two.repository().registry(), "", two.digest());
    Blob blob =
        there.orElseGet(
            () ->
                t.blobs()
                    .insert(
                        two.repository().registry(),
                        "",
                        two.digest(),
                        5,
                        upload.key(),
                        BlobFormat.PLAIN));
    if (there.isPresent()) {
      t.condemned().add(upload.key(), NOW, Reclaimed.UNKNOWN);
    }
    t.blobs().link(two.repository().id(), blob.id(), NOW);
    t.uploads().finish(upload.id(), two.digest(), NOW);
    return there.isPresent() ? "dropped" : "made";
  }

  /** Two images that want one tag. */
  record TwoImages(Repository repository, Image first, Image second) {}

  @Test
  default void of_two_that_move_one_tag_the_later_has_it() {
    race(this::twoImages, this::whoIsLatest)
        .everyOutcomeIsSerial(
            (two, t) -> move(two, two.first(), t), (two, t) -> move(two, two.second(), t));
  }

  @Test
  default void of_two_that_push_one_immutable_tag_the_later_is_refused() {
    race(this::twoImages, this::whoIsLatest)
        .everyOutcomeIsSerial(
            (two, t) -> moveIfNew(two, two.first(), t),
            (two, t) -> moveIfNew(two, two.second(), t));
  }

  private TwoImages twoImages() {
    Repository repository = given().repository();
    return new TwoImages(repository, given().image(repository), given().image(repository));
  }

  private static String move(TwoImages two, Image image, Transaction t) {
    t.tags().put(two.repository().id(), new Tag("latest"), image.id(), NOW);
    return "moved";
  }

  private static String moveIfNew(TwoImages two, Image image, Transaction t) {
    t.repositories().lock(two.repository().address());
    return latest(two, t).isPresent() ? "refused" : move(two, image, t);
  }

  private static Optional<Image> latest(TwoImages two, Transaction t) {
    return t.images().find(two.repository().id(), new ImageReference.ByTag(new Tag("latest")));
  }

  private String whoIsLatest(TwoImages two) {
    return database()
        .read(t -> latest(two, t))
        .map(image -> image.equals(two.first()) ? "first" : "second")
        .orElse("nobody");
  }

  /** A repository that links a blob. */
  record Linked(Repository repository, Blob blob) {}

  private Linked linked() {
    Repository repository = given().repository();
    return new Linked(repository, given().linkedBlob(repository));
  }

  @Test
  default void a_blob_is_unlinked_or_named_by_a_push_but_not_both() {
    race(
            this::linked,
            (Linked it) -> {
              boolean there =
                  database()
                      .read(t -> t.blobs().linked(it.repository().id(), it.blob().digest()))
                      .isPresent();
              long images = database().read(t -> t.images().count(it.repository().id()));
              return "linked: %s, images: %d".formatted(there, images);
            })
        .everyOutcomeIsSerial(
            (it, t) ->
                t.blobs().unlink(it.repository().id(), it.blob().id()) ? "unlinked" : "named",
            (it, t) -> {
              Optional<Blob> blob = t.blobs().linked(it.repository().id(), it.blob().digest());
              if (blob.isEmpty()) {
                return "blob unknown";
              }
              Image image = GivenRows.image(t, it.repository());
              t.images().insertEdges(image.id(), List.of(blob.get().id()), List.of());
              return "pushed";
            });
  }

  @Test
  default void a_lease_that_was_renewed_keeps_its_link() {
    Instant later = NOW.plus(Duration.ofDays(2));
    race(
            this::linked,
            (Linked it) ->
                database()
                    .read(t -> t.blobs().leasedAt(it.repository().id(), it.blob().id()))
                    .map(Instant::toString)
                    .orElse("no link"))
        .everyOutcomeIsSerial(
            (it, t) ->
                t.blobs().renewLease(it.repository().id(), it.blob().id(), later, later)
                    ? "present"
                    : "absent",
            (it, t) -> {
              Instant leased =
                  t.blobs().leasedAt(it.repository().id(), it.blob().id()).orElseThrow();
              return leased.isBefore(later)
                      && t.blobs().unlink(it.repository().id(), it.blob().id())
                  ? "collected"
                  : "kept";
            });
  }

  @Test
  default void a_child_is_deleted_or_named_by_an_index_but_not_both() {
    race(
            () -> {
              Repository repository = given().repository();
              return new TwoImages(
                  repository, given().image(repository, "child"), given().image(repository));
            },
            (TwoImages it) ->
                "images: " + database().<Long>read(t -> t.images().count(it.repository().id())))
        .everyOutcomeIsSerial(
            (it, t) -> {
              if (!t.images().parents(it.first().id()).isEmpty()) {
                return "named";
              }
              t.images().delete(it.first().id());
              return "deleted";
            },
            (it, t) -> {
              Digest child = it.first().digest();
              Image found = t.images().findAll(it.repository().id(), List.of(child)).get(child);
              if (found == null) {
                return "child unknown";
              }
              t.images().insertEdges(it.second().id(), List.of(), List.of(found.id()));
              return "pushed";
            });
  }

  @Test
  default void a_push_is_in_a_repository_or_the_repository_is_gone() {
    race(
            () -> given().repository(),
            (Repository it) ->
                "repositories: %d, images: %d"
                    .formatted(
                        database().<Long>read(t -> t.repositories().count(it.registry())),
                        database().<Long>read(t -> t.images().count(it.id()))))
        .everyOutcomeIsSerial(
            (it, t) -> {
              t.repositories().delete(it.id());
              return "deleted";
            },
            (it, t) -> {
              if (t.repositories().find(it.address()).isEmpty()) {
                return "repository unknown";
              }
              Image image = GivenRows.image(t, it);
              t.tags().put(it.id(), new Tag("latest"), image.id(), NOW);
              return "pushed";
            });
  }

  @Test
  default void of_two_that_start_the_last_allowed_upload_one_is_refused() {
    Interleaving.Write<Repository> start =
        (it, t) -> {
          t.repositories().lock(it.address());
          Upload upload = GivenRows.upload(it, NOW);
          if (t.uploads().countOpen(it.id(), upload.startedBy()) > 0) {
            return "refused";
          }
          t.uploads().insert(upload);
          return "started";
        };
    race(
            () -> given().repository(),
            (Repository it) ->
                ""
                    + database()
                        .<Long>read(
                            t ->
                                t.uploads()
                                    .countOpen(it.id(), GivenRows.upload(it, NOW).startedBy())))
        .everyOutcomeIsSerial(start, start);
  }

  @Test
  default void of_two_that_send_the_same_part_one_is_told_the_true_offset() {
    Interleaving.Write<Upload> send =
        (it, t) -> {
          Upload upload = t.uploads().lock(it.repositoryId(), it.id()).orElseThrow();
          if (upload.parts().bytes() != 0) {
            return "wants " + upload.parts().bytes();
          }
          t.uploads().recordPart(it.id(), upload.parts().plus(10), NOW);
          return "taken";
        };
    race(
            () -> {
              Upload upload = GivenRows.upload(given().repository(), NOW);
              given().change(t -> t.uploads().insert(upload));
              return upload;
            },
            (Upload it) ->
                database()
                    .read(t -> t.uploads().find(it.repositoryId(), it.id()))
                    .map(upload -> upload.parts().toString())
                    .orElseThrow())
        .everyOutcomeIsSerial(send, send);
  }
}
