package dev.berth.testkit.metadata;

import static dev.berth.testkit.metadata.GivenRows.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.metadata.HoldingQueries.FinishedUpload;
import dev.berth.metadata.HoldingQueries.HeldImage;
import dev.berth.metadata.HoldingQueries.Holder;
import dev.berth.model.Blob;
import dev.berth.model.Image;
import dev.berth.model.RegistryId;
import dev.berth.model.Repository;
import dev.berth.model.Upload;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who holds a digest: repositories, images and uploads of one registry, and of no other. */
interface HoldingRules extends MetadataRules {

  @Test
  default void a_blob_is_held_by_the_repositories_that_link_it() {
    RegistryId registry = GivenRows.registry();
    Repository first = given().repository(registry, "app");
    Repository second = given().repository(registry, "base");
    Blob blob = given().linkedBlob(second);
    given().change(t -> t.blobs().link(first.id(), blob.id(), NOW));
    Image image = given().imageOf(second, blob);

    List<Blob> found = database().read(t -> t.holdings().blobs(registry, blob.digest()));
    List<Blob> elsewhere =
        database().read(t -> t.holdings().blobs(GivenRows.registry(), blob.digest()));
    List<Holder> holders = database().read(t -> t.holdings().holders(blob.id(), 10));
    List<Holder> one = database().read(t -> t.holdings().holders(blob.id(), 1));
    long count = database().read(t -> t.holdings().countHolders(blob.id()));
    List<Image> naming = database().read(t -> t.holdings().naming(second.id(), blob.id(), 10));

    assertThat(found).containsExactly(blob);
    assertThat(elsewhere).isEmpty();
    assertThat(holders)
        .containsExactly(
            new Holder(first.id(), first.name(), NOW, 0),
            new Holder(second.id(), second.name(), NOW, 1));
    assertThat(one).hasSize(1);
    assertThat(count).isEqualTo(2);
    assertThat(naming).containsExactly(image);
  }

  @Test
  default void an_image_is_found_by_its_digest_with_the_number_of_its_children() {
    Repository repository = given().repository();
    Image child = given().image(repository);
    Image index = given().image(repository);
    given().change(t -> t.images().insertEdges(index.id(), List.of(), List.of(child.id())));

    List<HeldImage> ofIndex =
        database().read(t -> t.holdings().images(repository.registry(), index.digest(), 10));
    List<HeldImage> elsewhere =
        database().read(t -> t.holdings().images(GivenRows.registry(), index.digest(), 10));

    assertThat(ofIndex)
        .containsExactly(new HeldImage(repository.name(), index, 1, Optional.empty()));
    assertThat(elsewhere).isEmpty();
  }

  @Test
  default void a_finished_upload_tells_who_brought_the_digest() {
    Repository repository = given().repository();
    Blob blob = given().linkedBlob(repository);
    Upload upload = GivenRows.upload(repository, NOW);
    given()
        .change(
            t -> {
              t.uploads().insert(upload);
              t.uploads().finish(upload.id(), blob.digest(), NOW);
            });

    List<FinishedUpload> found =
        database().read(t -> t.holdings().uploads(repository.registry(), blob.digest(), 10));

    assertThat(found)
        .containsExactly(new FinishedUpload(repository.name(), upload.startedBy(), NOW));
  }
}
