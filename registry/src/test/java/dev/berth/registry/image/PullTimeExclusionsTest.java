package dev.berth.registry.image;

import static dev.berth.registry.TestRegistry.REGISTRY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.iam.Principal;
import dev.berth.model.Arn;
import dev.berth.model.Image;
import dev.berth.model.Page;
import dev.berth.model.Region;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.TestRegistry;
import dev.berth.registry.refusal.ExclusionAlreadyExists;
import dev.berth.registry.refusal.ExclusionNotFound;
import dev.berth.registry.refusal.LimitExceeded;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CHECKLIST AR-11 to AR-13. */
final class PullTimeExclusionsTest {
  private static final Principal ALICE =
      new Principal.User(TestRegistry.ALICE, "AIDAALICE", Optional.empty());
  private static final Principal BOB =
      new Principal.User(TestRegistry.BOB, "AIDABOB", Optional.empty());

  @TempDir Path folder;
  private TestRegistry registry;
  private PullTimeExclusions exclusions;

  @BeforeEach
  void open() throws IOException {
    registry = TestRegistry.in(folder);
    exclusions = registry.images.exclusions();
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private List<Arn> all() {
    return exclusions.page(REGISTRY, new Page.Request<>(Optional.empty(), 1000)).items();
  }

  private static Arn role(int number) {
    return Arn.parse("arn:aws:iam::123456789012:role/r%03d".formatted(number));
  }

  @Test
  void an_exclusion_is_there_once_until_it_is_taken_back() {
    assertThat(exclusions.register(REGISTRY, TestRegistry.ALICE))
        .isEqualTo(registry.clock.instant());
    assertThatThrownBy(() -> exclusions.register(REGISTRY, TestRegistry.ALICE))
        .isInstanceOf(ExclusionAlreadyExists.class);
    assertThat(all()).containsExactly(TestRegistry.ALICE);

    exclusions.deregister(REGISTRY, TestRegistry.ALICE);
    assertThatThrownBy(() -> exclusions.deregister(REGISTRY, TestRegistry.ALICE))
        .isInstanceOf(ExclusionNotFound.class);
    assertThat(all()).isEmpty();
  }

  // AR-12
  @Test
  void the_hundred_and_first_exclusion_is_refused_and_not_stored() {
    for (int i = 0; i < 100; i++) {
      exclusions.register(REGISTRY, role(i));
    }
    assertThatThrownBy(() -> exclusions.register(REGISTRY, role(100)))
        .isInstanceOf(LimitExceeded.class);
    assertThatThrownBy(() -> exclusions.register(REGISTRY, role(7)))
        .isInstanceOf(ExclusionAlreadyExists.class);
    assertThat(all()).hasSize(100).doesNotContain(role(100));
  }

  // AR-13
  @Test
  void a_pull_of_who_is_excluded_is_not_recorded() throws IOException {
    RepositoryAddress app = registry.repository("app");
    Image image = registry.image(app, "a");
    exclusions.register(REGISTRY, TestRegistry.ALICE);
    registry.images.recordPull(REGISTRY, image, ALICE);
    registry.images.close();
    assertThat(pulled(app, image)).isEmpty();

    registry.images.recordPull(REGISTRY, image, BOB);
    registry.images.close();
    Instant bobs = registry.clock.instant();
    assertThat(pulled(app, image)).contains(bobs);

    exclusions.deregister(REGISTRY, TestRegistry.ALICE);
    assertThat(exclusions.excludes(REGISTRY, ALICE)).as("from the next pull on").isFalse();
  }

  @Test
  void an_exclusion_holds_in_its_own_registry() {
    exclusions.register(REGISTRY, TestRegistry.ALICE);
    RegistryId elsewhere = new RegistryId(REGISTRY.account(), new Region("us-east-1"));
    assertThat(exclusions.excludes(REGISTRY, ALICE)).isTrue();
    assertThat(exclusions.excludes(elsewhere, ALICE)).isFalse();
    assertThat(exclusions.excludes(REGISTRY, new Principal.RootUser(REGISTRY.account()))).isFalse();
  }

  private Optional<Instant> pulled(RepositoryAddress app, Image image) {
    return registry
        .images
        .describe(app, List.of(ImageId.of(image.digest())))
        .getFirst()
        .image()
        .lastPulledAt();
  }
}
