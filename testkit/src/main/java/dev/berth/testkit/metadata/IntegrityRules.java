package dev.berth.testkit.metadata;

import static dev.berth.testkit.metadata.GivenRows.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.metadata.IntegrityQueries.Counts;
import dev.berth.metadata.IntegrityQueries.StoredBlob;
import dev.berth.metadata.IntegrityQueries.StoredImage;
import dev.berth.model.Blob;
import dev.berth.model.BlobKey;
import dev.berth.model.Image;
import dev.berth.model.Page;
import dev.berth.model.Reclaimed;
import dev.berth.model.Repository;
import dev.berth.model.Upload;
import dev.berth.model.UploadId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a check of the whole store is told. */
interface IntegrityRules extends MetadataRules {

  @Test
  default void every_row_that_has_bytes_is_told_once() {
    Repository repository = given().repository();
    Blob blob = given().linkedBlob(repository);
    Image image = given().imageOf(repository, blob);
    Upload upload = GivenRows.upload(repository, NOW);
    BlobKey condemned = GivenRows.key();
    given()
        .change(
            t -> {
              t.uploads().insert(upload);
              t.condemned().add(condemned, NOW, Reclaimed.UNKNOWN);
            });

    List<StoredBlob> blobs =
        MetadataRules.all(
            2, (Page.Request<Long> page) -> database().read(t -> t.integrity().blobs(page)));
    List<StoredImage> images =
        MetadataRules.all(
            2, (Page.Request<Long> page) -> database().read(t -> t.integrity().images(page)));
    List<Upload> uploads =
        MetadataRules.all(
            2, (Page.Request<UploadId> page) -> database().read(t -> t.integrity().uploads(page)));
    List<BlobKey> keys =
        MetadataRules.all(
            2, (Page.Request<BlobKey> page) -> database().read(t -> t.integrity().condemned(page)));
    Counts counts = database().read(t -> t.integrity().counts());

    assertThat(blobs)
        .containsOnlyOnce(new StoredBlob(repository.registry(), blob, 1))
        .hasSize((int) counts.blobs());
    assertThat(images)
        .filteredOn(stored -> stored.image().equals(image))
        .singleElement()
        .satisfies(stored -> assertThat(stored.repository()).isEqualTo(repository.address()))
        .satisfies(stored -> assertThat(stored.manifest()).hasSize(2));
    assertThat(images).hasSize((int) counts.images());
    assertThat(uploads).containsOnlyOnce(upload).hasSize((int) counts.uploads());
    assertThat(keys).containsOnlyOnce(condemned).hasSize((int) counts.condemned());
  }

  @Test
  default void a_sound_database_has_no_problems() {
    List<String> problems = database().read(t -> t.integrity().problems());
    assertThat(problems).isEmpty();
    assertThat(database().<List<?>>read(t -> t.integrity().miscounted())).isEmpty();
  }

  @Test
  default void condemned_bytes_that_a_blob_still_has_are_told() {
    Repository repository = given().repository();
    Blob blob = given().linkedBlob(repository);
    given().change(t -> t.condemned().add(blob.key(), NOW, Reclaimed.UNKNOWN));
    List<BlobKey> inUse =
        MetadataRules.all(
            1,
            (Page.Request<BlobKey> page) ->
                database().read(t -> t.integrity().condemnedInUse(page)));
    assertThat(inUse).contains(blob.key());
    given().change(t -> t.condemned().remove(blob.key()));
  }
}
