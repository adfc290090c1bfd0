package dev.berth.testkit.metadata;

import static dev.berth.testkit.metadata.GivenRows.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.model.Blob;
import dev.berth.model.BlobFormat;
import dev.berth.model.BlobKey;
import dev.berth.model.Digest;
import dev.berth.model.Encryption;
import dev.berth.model.Image;
import dev.berth.model.Reclaimed;
import dev.berth.model.Repository;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.RepositoryName;
import dev.berth.model.TagMutability;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Blobs, links, leases and condemned bytes. */
interface BlobRules extends MetadataRules {

  @Test
  default void a_blob_is_reached_only_through_a_link() {
    Repository holder = given().repository();
    Repository other = given().repository(holder.registry(), "other");
    Blob blob = given().linkedBlob(holder);

    Optional<Blob> found =
        database().read(t -> t.blobs().find(holder.registry(), "", blob.digest()));
    Optional<Blob> linked = database().read(t -> t.blobs().linked(holder.id(), blob.digest()));
    Optional<Blob> unlinked = database().read(t -> t.blobs().linked(other.id(), blob.digest()));
    assertThat(found).contains(blob);
    assertThat(linked).contains(blob);
    assertThat(unlinked).isEmpty();
  }

  @Test
  default void one_digest_is_another_blob_in_another_registry_and_under_another_sharing_key() {
    Repository repository = given().repository();
    Digest digest = GivenRows.digest();
    given()
        .change(
            t -> {
              t.blobs()
                  .insert(repository.registry(), "", digest, 5, GivenRows.key(), BlobFormat.PLAIN);
              t.blobs()
                  .insert(repository.registry(), "k", digest, 5, GivenRows.key(), BlobFormat.PLAIN);
              t.blobs()
                  .insert(GivenRows.registry(), "", digest, 5, GivenRows.key(), BlobFormat.PLAIN);
            });
    assertThatThrownBy(
            () ->
                given()
                    .change(
                        t ->
                            t.blobs()
                                .insert(
                                    repository.registry(),
                                    "",
                                    digest,
                                    5,
                                    GivenRows.key(),
                                    BlobFormat.PLAIN)))
        .isInstanceOf(RuntimeException.class);
  }

  @Test
  default void one_key_never_belongs_to_two_blobs() {
    Repository repository = given().repository();
    Blob blob = given().linkedBlob(repository);
    assertThatThrownBy(
            () ->
                given()
                    .change(
                        t ->
                            t.blobs()
                                .insert(
                                    repository.registry(),
                                    "",
                                    GivenRows.digest(),
                                    5,
                                    blob.key(),
                                    BlobFormat.PLAIN)))
        .isInstanceOf(RuntimeException.class);
  }

  @Test
  default void a_repository_with_a_kms_key_does_not_see_blobs_shared_without_it() {
    Repository plain = given().repository();
    Blob blob = given().linkedBlob(plain);
    Repository sealed =
        database()
            .write(
                t ->
                    t.repositories()
                        .insert(
                            new RepositoryAddress(plain.registry(), new RepositoryName("sealed")),
                            NOW,
                            TagMutability.MUTABLE,
                            false,
                            new Encryption(Encryption.Type.KMS, Optional.of("key-arn"))))
            .orElseThrow();
    Blob own =
        database()
            .write(
                t -> {
                  Blob stored =
                      t.blobs()
                          .insert(
                              sealed.registry(),
                              "key-arn",
                              blob.digest(),
                              5,
                              GivenRows.key(),
                              BlobFormat.PLAIN);
                  t.blobs().link(sealed.id(), stored.id(), NOW);
                  return stored;
                });
    Optional<Blob> linked = database().read(t -> t.blobs().linked(sealed.id(), blob.digest()));
    assertThat(linked).contains(own);
  }

  @Test
  default void many_digests_are_looked_up_at_once() {
    Repository repository = given().repository();
    List<Blob> blobs = new ArrayList<>();
    given()
        .change(
            t -> {
              blobs.clear();
              for (int i = 0; i < 300; i++) {
                Blob blob = GivenRows.blob(t, repository);
                t.blobs().link(repository.id(), blob.id(), NOW);
                blobs.add(blob);
              }
            });
    List<Digest> asked = new ArrayList<>(blobs.stream().map(Blob::digest).toList());
    asked.add(GivenRows.digest());
    Map<Digest, Blob> found = database().read(t -> t.blobs().linked(repository.id(), asked));
    assertThat(found.values()).containsExactlyInAnyOrderElementsOf(blobs);
    Map<Digest, Blob> none = database().read(t -> t.blobs().linked(repository.id(), List.of()));
    assertThat(none).isEmpty();
  }

  @Test
  default void a_lease_is_renewed_only_when_it_is_old_and_only_when_the_link_is_there() {
    Repository repository = given().repository();
    Blob blob = given().linkedBlob(repository);
    Instant later = NOW.plus(Duration.ofHours(2));

    boolean fresh =
        database().write(t -> t.blobs().renewLease(repository.id(), blob.id(), later, NOW));
    Optional<Instant> kept = database().read(t -> t.blobs().leasedAt(repository.id(), blob.id()));
    assertThat(fresh).isTrue();
    assertThat(kept).contains(NOW);

    boolean old =
        database().write(t -> t.blobs().renewLease(repository.id(), blob.id(), later, later));
    Optional<Instant> renewed =
        database().read(t -> t.blobs().leasedAt(repository.id(), blob.id()));
    assertThat(old).isTrue();
    assertThat(renewed).contains(later);

    given().change(t -> t.blobs().link(repository.id(), blob.id(), NOW));
    Optional<Instant> latest = database().read(t -> t.blobs().leasedAt(repository.id(), blob.id()));
    assertThat(latest).as("a lease is never shortened").contains(later);

    boolean absent =
        database().write(t -> t.blobs().renewLease(repository.id(), blob.id() + 1, later, later));
    assertThat(absent).isFalse();
  }

  @Test
  default void the_leases_of_what_an_image_names_are_renewed_and_no_others() {
    Repository repository = given().repository();
    Blob named = given().linkedBlob(repository);
    Blob other = given().linkedBlob(repository);
    Image image = given().imageOf(repository, named);
    Instant later = NOW.plusSeconds(60);
    given().change(t -> t.blobs().renewLeasesOf(image.id(), later));
    given().change(t -> t.blobs().renewLeasesOf(image.id(), NOW));
    Optional<Instant> ofNamed =
        database().read(t -> t.blobs().leasedAt(repository.id(), named.id()));
    Optional<Instant> ofOther =
        database().read(t -> t.blobs().leasedAt(repository.id(), other.id()));
    assertThat(ofNamed).contains(later);
    assertThat(ofOther).contains(NOW);
  }

  @Test
  default void a_link_stays_while_a_manifest_names_the_blob() {
    Repository repository = given().repository();
    Blob blob = given().linkedBlob(repository);
    Image image = given().imageOf(repository, blob);

    boolean referenced = database().read(t -> t.blobs().isReferenced(repository.id(), blob.id()));
    boolean unlinked = database().write(t -> t.blobs().unlink(repository.id(), blob.id()));
    assertThat(referenced).isTrue();
    assertThat(unlinked).isFalse();

    given().change(t -> t.images().delete(image.id()));
    boolean referencedStill =
        database().read(t -> t.blobs().isReferenced(repository.id(), blob.id()));
    boolean unlinkedNow = database().write(t -> t.blobs().unlink(repository.id(), blob.id()));
    boolean unlinkedTwice = database().write(t -> t.blobs().unlink(repository.id(), blob.id()));
    assertThat(referencedStill).isFalse();
    assertThat(unlinkedNow).isTrue();
    assertThat(unlinkedTwice).isFalse();
  }

  @Test
  default void an_edge_to_a_blob_that_the_repository_does_not_link_is_refused() {
    Repository repository = given().repository();
    Repository other = given().repository(repository.registry(), "other");
    Blob blob = given().linkedBlob(other);
    assertThatThrownBy(() -> given().imageOf(repository, blob))
        .isInstanceOf(RuntimeException.class);
    long images = database().read(t -> t.images().count(repository.id()));
    assertThat(images).isZero();
  }

  @Test
  default void the_holders_of_a_blob_are_told_the_oldest_first() {
    Repository first = given().repository();
    Repository second = given().repository(first.registry(), "second");
    Blob blob = given().linkedBlob(second);
    given().change(t -> t.blobs().link(first.id(), blob.id(), NOW));
    List<RepositoryAddress> holders =
        database().read(t -> t.blobs().holders(first.registry(), "", blob.digest(), 10));
    assertThat(holders).containsExactly(first.address(), second.address());
    List<RepositoryAddress> one =
        database().read(t -> t.blobs().holders(first.registry(), "", blob.digest(), 1));
    assertThat(one).containsExactly(first.address());
  }

  @Test
  default void the_holders_under_a_namespace_are_told_and_no_others() {
    Repository first = given().repository();
    Blob blob = given().linkedBlob(first);
    List<String> names = List.of("team/z", "team/app/inner", "team", "team-b/x", "team0/x", "te/x");
    for (String name : names) {
      Repository holder = given().repository(first.registry(), name);
      given().change(t -> t.blobs().link(holder.id(), blob.id(), NOW));
    }
    given().repository(first.registry(), "team/holds-nothing");

    List<String> under =
        database()
            .read(t -> t.blobs().holdersUnder("team/", first.registry(), "", blob.digest(), 10))
            .stream()
            .map(address -> address.name().value())
            .toList();
    assertThat(under).containsExactly("team/app", "team/z", "team/app/inner");
    List<RepositoryAddress> one =
        database()
            .read(t -> t.blobs().holdersUnder("team/", first.registry(), "", blob.digest(), 1));
    assertThat(one).containsExactly(first.address());
    List<RepositoryAddress> otherKey =
        database()
            .read(t -> t.blobs().holdersUnder("team/", first.registry(), "k", blob.digest(), 10));
    assertThat(otherKey).isEmpty();
    List<RepositoryAddress> otherRegistry =
        database()
            .read(
                t -> t.blobs().holdersUnder("team/", GivenRows.registry(), "", blob.digest(), 10));
    assertThat(otherRegistry).isEmpty();
  }

  @Test
  default void condemned_bytes_are_due_at_the_later_of_two_times_until_they_are_removed() {
    BlobKey key = GivenRows.key();
    Instant first = Instant.parse("2001-01-01T00:00:00Z");
    Instant second = first.plusSeconds(10);
    given().change(t -> t.condemned().add(key, second, Reclaimed.UNKNOWN));
    given().change(t -> t.condemned().add(key, first, Reclaimed.UNKNOWN));
    List<BlobKey> early = database().read(t -> t.condemned().due(first, 1_000));
    List<BlobKey> due = database().read(t -> t.condemned().due(second, 1_000));
    assertThat(early).doesNotContain(key);
    assertThat(due).contains(key);

    given().change(t -> t.condemned().remove(key));
    List<BlobKey> gone = database().read(t -> t.condemned().due(second, 1_000));
    assertThat(gone).doesNotContain(key);
  }

  /** I4: whatever mistake condemned them. */
  @Test
  default void bytes_that_a_blob_has_are_never_due() {
    Blob blob = given().linkedBlob(given().repository());
    given().change(t -> t.condemned().add(blob.key(), NOW, Reclaimed.UNKNOWN));
    List<BlobKey> due = database().read(t -> t.condemned().due(NOW, 1_000));
    given().change(t -> t.condemned().remove(blob.key()));
    assertThat(due).doesNotContain(blob.key());
  }
}
