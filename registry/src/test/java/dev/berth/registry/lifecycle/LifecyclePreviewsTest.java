package dev.berth.registry.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.metadata.LifecyclePreview.Status;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.SettingLimits;
import dev.berth.registry.TestRegistry;
import dev.berth.registry.refusal.LifecyclePolicyPreviewInProgress;
import dev.berth.registry.repository.Deletion;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Previews whose process ends, and that take their time (ECR dossier 12.4, CHECKLIST LC-38). */
final class LifecyclePreviewsTest {
  private static final String KEEP_ONE =
      """
      {"rules":[{"rulePriority":1,"selection":{"tagStatus":"any","countType":"imageCountMoreThan",\
      "countNumber":1},"action":{"type":"expire"}}]}""";

  @TempDir Path folder;
  private final List<Runnable> begun = new ArrayList<>();
  private TestRegistry registry;
  private LifecyclePreviews previews;
  private RepositoryAddress app;

  @BeforeEach
  void open() throws IOException {
    registry = TestRegistry.in(folder);
    previews =
        new LifecyclePreviews(
            registry.database,
            SettingLimits.DEFAULT,
            event -> List.of(),
            begun::add,
            registry.clock);
    app = registry.repository("app");
    registry.image(app, "1", "one");
    registry.clock.advance(Duration.ofSeconds(1));
    registry.image(app, "2", "two");
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private Status status() {
    return previews.get(app).preview().status();
  }

  @Test
  void a_preview_that_nobody_finishes_is_found_and_done_by_the_job() {
    previews.start(app, Optional.of(KEEP_ONE));
    assertThat(previews.run(registry.clock.instant())).isZero();
    assertThat(status()).isEqualTo(Status.IN_PROGRESS);
    assertThatThrownBy(() -> previews.start(app, Optional.of(KEEP_ONE)))
        .isInstanceOf(LifecyclePolicyPreviewInProgress.class);

    registry.clock.advance(Duration.ofMinutes(1));
    assertThat(previews.run(registry.clock.instant())).isEqualTo(1);

    assertThat(status()).isEqualTo(Status.COMPLETE);
    assertThat(previews.get(app).preview().expiring()).isEqualTo(1);
    begun.forEach(Runnable::run);
    assertThat(previews.get(app).preview().expiring()).isEqualTo(1);
  }

  @Test
  void a_repository_that_is_gone_meanwhile_ends_its_preview() {
    previews.start(app, Optional.of(KEEP_ONE));
    registry.repositories.delete(app, Deletion.WITH_IMAGES, TestRegistry.ALICE);
    begun.forEach(Runnable::run);
    registry.clock.advance(Duration.ofMinutes(1));
    assertThat(previews.run(registry.clock.instant())).isZero();
  }
}
