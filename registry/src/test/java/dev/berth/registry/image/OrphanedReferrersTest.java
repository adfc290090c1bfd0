package dev.berth.registry.image;

import static dev.berth.registry.TestRegistry.sha256;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.metadata.StatusFilter;
import dev.berth.model.Digest;
import dev.berth.model.Image;
import dev.berth.model.ImageReference.ByDigest;
import dev.berth.model.Page;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.SampleManifests;
import dev.berth.registry.TestRegistry;
import dev.berth.registry.gc.Collected;
import dev.berth.registry.repository.Deletion;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CHECKLIST RF-07, ECR dossier 8. */
final class OrphanedReferrersTest {
  private static final Duration WAIT = Duration.ofHours(12);

  @TempDir Path folder;
  private TestRegistry registry;
  private RepositoryAddress app;
  private Image subject;

  @BeforeEach
  void open() throws IOException {
    registry = TestRegistry.in(folder);
    app = registry.repository("app");
    subject = registry.image(app, "subject", "1");
    registry.layer(app, "{}");
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private Image referrer(Image of, String type, String... tags) {
    return registry.put(app, SampleManifests.referrer(of, type, "{}", "{}"), tags);
  }

  private void delete(Image image) {
    registry.images.delete(app, new ByDigest(image.digest()), TestRegistry.ALICE);
  }

  private int follow() {
    return registry.orphans.run(registry.clock.instant());
  }

  private List<Digest> referrersOf(Image image) {
    return registry
        .images
        .referrers(
            app,
            image.digest(),
            Set.of(),
            StatusFilter.ANY,
            new Page.Request<>(Optional.empty(), 50))
        .items()
        .stream()
        .map(Referrer::digest)
        .toList();
  }

  @Test
  void a_referrer_follows_its_deleted_subject_within_the_day() {
    Image signature = referrer(subject, "application/signature", "sig");
    delete(subject);
    registry.clock.advance(WAIT.minusSeconds(1));
    assertThat(follow()).isZero();
    assertThat(referrersOf(subject)).containsExactly(signature.digest());

    registry.clock.advance(Duration.ofSeconds(1));
    assertThat(follow()).isEqualTo(1);
    assertThat(referrersOf(subject)).isEmpty();
    assertThat(follow()).isZero();
  }

  @Test
  void referrers_of_referrers_follow_in_turn() {
    Image sbom = referrer(subject, "application/sbom");
    Image signature = referrer(sbom, "application/signature");
    delete(subject);
    registry.clock.advance(WAIT);
    assertThat(follow()).isEqualTo(1);
    assertThat(referrersOf(sbom)).containsExactly(signature.digest());

    registry.clock.advance(WAIT);
    assertThat(follow()).isEqualTo(1);
    assertThat(referrersOf(sbom)).isEmpty();
  }

  @Test
  void a_subject_that_was_pushed_again_keeps_its_referrers() throws IOException {
    Image signature = referrer(subject, "application/signature");
    delete(subject);
    registry.clock.advance(WAIT.minusSeconds(1));
    registry.image(app, "subject", "1");
    registry.clock.advance(Duration.ofDays(30));

    assertThat(follow()).isZero();
    assertThat(referrersOf(subject)).containsExactly(signature.digest());
  }

  @Test
  void a_second_deletion_starts_a_new_wait() throws IOException {
    referrer(subject, "application/signature");
    delete(subject);
    registry.image(app, "subject", "1");
    registry.clock.advance(WAIT);
    delete(subject);
    registry.clock.advance(WAIT.minusSeconds(1));
    assertThat(follow()).isZero();

    registry.clock.advance(Duration.ofSeconds(1));
    assertThat(follow()).isEqualTo(1);
  }

  @Test
  void a_referrer_whose_subject_was_never_there_stays() throws IOException {
    delete(subject);
    Image early = referrer(subject, "application/early");
    registry.clock.advance(Duration.ofDays(30));

    assertThat(follow()).isZero();
    assertThat(referrersOf(subject)).containsExactly(early.digest());
  }

  @Test
  void a_referrer_that_an_index_names_stays_as_long_as_the_index() {
    Image signature = referrer(subject, "application/signature");
    Image index = registry.put(app, SampleManifests.index(signature), "all");
    delete(subject);
    registry.clock.advance(WAIT);
    assertThat(follow()).isZero();

    delete(index);
    assertThat(follow()).isEqualTo(1);
  }

  @Test
  void what_it_named_stays_for_the_grace_and_is_collected_then() {
    referrer(subject, "application/signature");
    delete(subject);
    registry.clock.advance(WAIT);
    follow();
    assertThat(registry.layers.available(app, List.of(sha256("{}")))).hasSize(1);

    registry.clock.advance(Duration.ofHours(25));
    Collected collected = registry.collection.run(registry.clock.instant());
    assertThat(collected.links()).isEqualTo(3);
  }

  @Test
  void a_repository_goes_with_its_orphans() {
    referrer(subject, "application/signature");
    delete(subject);
    registry.repositories.delete(app, Deletion.WITH_IMAGES, TestRegistry.ALICE);
    registry.clock.advance(WAIT);

    assertThat(follow()).isZero();
  }

  @Test
  void many_go_in_one_run() {
    for (int i = 0; i < 120; i++) {
      referrer(subject, "application/signature" + i);
    }
    delete(subject);
    registry.clock.advance(WAIT);

    assertThat(follow()).isEqualTo(120);
  }
}
