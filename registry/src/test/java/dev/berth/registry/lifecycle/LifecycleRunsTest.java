package dev.berth.registry.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.berth.metadata.ImageTable.TagStatus;
import dev.berth.metadata.StatusFilter;
import dev.berth.model.Image;
import dev.berth.model.ImageReference;
import dev.berth.model.Page;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.Tag;
import dev.berth.model.TrashEntry;
import dev.berth.registry.Retention;
import dev.berth.registry.SampleManifests;
import dev.berth.registry.SettingLimits;
import dev.berth.registry.TestRegistry;
import dev.berth.registry.image.ImageId;
import dev.berth.registry.image.TaggedImage;
import dev.berth.registry.lifecycle.LifecycleEvent.OnImage;
import dev.berth.registry.lifecycle.policy.LifecyclePolicy;
import dev.berth.registry.lifecycle.policy.Rule;
import dev.berth.registry.lifecycle.selection.Selection;
import dev.berth.registry.refusal.LifecyclePolicyNotFound;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lifecycle policies carried out: ECR dossier 12.1, 12.3; CHECKLIST LC-30, LC-33, LC-36, LC-42. */
final class LifecycleRunsTest {
  private static final String COUNT_TWO =
      """
      {"rules":[{"rulePriority":1,"selection":{"tagStatus":"any","countType":"imageCountMoreThan",\
      "countNumber":2},"action":{"type":"expire"}}]}""";
  private static final String UNTAGGED_THEN_ANY =
      """
      {"rules":[{"rulePriority":1,"selection":{"tagStatus":"untagged","countType":"sinceImagePushed",\
      "countUnit":"days","countNumber":7},"action":{"type":"expire"}},\
      {"rulePriority":2,"selection":{"tagStatus":"any","countType":"sinceImagePushed",\
      "countUnit":"days","countNumber":14},"action":{"type":"expire"}}]}""";

  private static final String ARCHIVE_THEN_EXPIRE =
      """
      {"rules":[{"rulePriority":1,"selection":{"tagStatus":"any","countType":"sinceImagePushed",\
      "countUnit":"days","countNumber":30},"action":{"type":"transition","targetStorageClass":"archive"}},\
      {"rulePriority":2,"selection":{"tagStatus":"any","storageClass":"archive",\
      "countType":"sinceImageTransitioned","countUnit":"days","countNumber":365},"action":{"type":"expire"}}]}""";

  @TempDir Path folder;
  private final List<LifecycleEvent> told = new ArrayList<>();
  private TestRegistry registry;
  private Lifecycle lifecycle;
  private RepositoryAddress app;

  @BeforeEach
  void open() throws IOException {
    registry = TestRegistry.in(folder);
    lifecycle =
        Lifecycle.over(
            registry.database,
            SettingLimits.DEFAULT,
            Retention.DEFAULT.undoWindow(),
            event -> {
              told.add(event);
              return List.of();
            },
            UUID::randomUUID,
            Runnable::run,
            registry.clock);
    app = registry.repository("app");
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private Image push(String content, String... tags) throws IOException {
    registry.clock.advance(Duration.ofSeconds(1));
    return registry.image(app, content, tags);
  }

  private RunReport run() {
    return lifecycle.runs().run(app, registry.clock.instant(), Long.MAX_VALUE);
  }

  private List<String> left() {
    Page<TaggedImage, Long> page =
        registry.images.page(
            app, TagStatus.ANY, StatusFilter.ANY, new Page.Request<>(Optional.empty(), 1_000));
    return page.items().stream().map(image -> String.valueOf(image.tags())).toList();
  }

  @Test
  void all_but_the_newest_are_deleted_with_their_tags_and_it_is_told() throws IOException {
    push("1", "one", "uno");
    push("2", "two");
    push("3", "three");
    lifecycle.policies().put(app, COUNT_TWO);

    RunReport report = run();

    assertThat(report).isEqualTo(new RunReport(3, 1, 0, 0, 0, 0, true));
    assertThat(left()).containsExactly("[two]", "[three]");
    assertThat(told).hasSize(1);
    assertThat(told.getFirst().actions())
        .extracting(OnImage::priority, image -> image.tags().size())
        .containsExactly(tuple(1, 2));
    assertThat(lifecycle.policies().get(app).evaluatedAt()).contains(registry.clock.instant());
    assertThat(run().taken()).isZero();
  }

  @Test
  void what_a_rule_took_can_be_brought_back() throws IOException {
    push("1", "one", "uno");
    push("2", "two");
    push("3", "three");
    lifecycle.policies().put(app, COUNT_TWO);
    run();

    TrashEntry entry =
        registry.trash.find(app, Optional.of(new ImageReference.ByTag(new Tag("uno")))).getFirst();
    registry.trash.restore(TestRegistry.REGISTRY, entry.id(), Optional.empty(), TestRegistry.ALICE);

    assertThat(entry.cause()).isEqualTo(new TrashEntry.Cause.ByLifecycle(1));
    assertThat(left()).containsExactlyInAnyOrder("[one, uno]", "[two]", "[three]");
  }

  // LC-36
  @Test
  void a_policy_runs_an_hour_after_it_was_set_and_then_twice_a_day() throws IOException {
    push("1", "a");
    push("2", "b");
    push("3", "c");
    lifecycle.policies().put(app, COUNT_TWO);
    registry.clock.advance(Duration.ofMinutes(59));
    assertThat(lifecycle.runs().run(registry.clock.instant())).isZero();
    assertThat(lifecycle.policies().get(app).evaluatedAt()).isEmpty();

    registry.clock.advance(Duration.ofMinutes(1));
    assertThat(lifecycle.runs().run(registry.clock.instant())).isEqualTo(1);

    push("4", "d");
    registry.clock.advance(Duration.ofHours(11));
    assertThat(lifecycle.runs().run(registry.clock.instant())).isZero();
    registry.clock.advance(Duration.ofHours(1));
    assertThat(lifecycle.runs().run(registry.clock.instant())).isEqualTo(1);
  }

  // LE10, LE11, LC-30
  @Test
  void an_index_goes_first_and_its_children_in_the_next_run() throws IOException {
    Image child = push("child");
    registry.put(app, SampleManifests.index(child), "app");
    registry.clock.advance(Duration.ofDays(20));
    lifecycle.policies().put(app, UNTAGGED_THEN_ANY);

    RunReport first = run();
    assertThat(first).isEqualTo(new RunReport(2, 1, 0, 1, 0, 0, true));
    assertThat(left()).containsExactly("[]");

    assertThat(run().expired()).isEqualTo(1);
    assertThat(left()).isEmpty();
  }

  @Test
  void a_child_that_cannot_go_is_told_with_its_index() throws IOException {
    Image child = push("child");
    Image index = registry.put(app, SampleManifests.index(child), "app");
    registry.clock.advance(Duration.ofDays(10));
    lifecycle.policies().put(app, UNTAGGED_THEN_ANY);

    assertThat(run()).isEqualTo(new RunReport(2, 0, 0, 1, 0, 0, true));

    LifecycleEvent event = told.getFirst();
    assertThat(event.actions()).isEmpty();
    assertThat(event.failures())
        .extracting(LifecycleEvent.Failed::indexes)
        .containsExactly(List.of(index.digest()));
  }

  // LE15, LC-33
  @Test
  void a_referrer_follows_its_subject_and_is_not_selected() throws IOException {
    Image subject = push("subject", "app");
    registry.layer(app, "{}");
    registry.put(app, SampleManifests.referrer(subject, "application/signature", "{}", "{}"));
    registry.clock.advance(Duration.ofDays(20));
    lifecycle.policies().put(app, UNTAGGED_THEN_ANY);

    assertThat(run().expired()).isEqualTo(1);
    assertThat(left()).containsExactly("[]");
    registry.clock.advance(Duration.ofHours(12));
    assertThat(registry.orphans.run(registry.clock.instant())).isEqualTo(1);
    assertThat(left()).isEmpty();
  }

  // LE7, LE8, LC-28, LC-35, LC-44
  @Test
  void images_go_into_the_archive_with_what_they_name_and_later_from_there() throws IOException {
    Image child = push("child");
    registry.put(app, SampleManifests.index(child), "app");
    registry.clock.advance(Duration.ofDays(31));
    push("young", "young");
    lifecycle.policies().put(app, ARCHIVE_THEN_EXPIRE);

    assertThat(run()).isEqualTo(new RunReport(3, 0, 1, 1, 0, 0, true));
    assertThat(statuses()).containsExactly("ARCHIVED", "ARCHIVED", "ACTIVE");

    registry.clock.advance(Duration.ofDays(365).minusSeconds(1));
    push("other", "other");
    assertThat(run()).isEqualTo(new RunReport(4, 0, 1, 0, 0, 0, true));
    registry.clock.advance(Duration.ofSeconds(1));
    assertThat(run().expired()).isEqualTo(1);
    assertThat(left()).containsExactly("[]", "[young]", "[other]");
    assertThat(run().expired()).isEqualTo(1);
    assertThat(left()).containsExactly("[young]", "[other]");
  }

  private List<String> statuses() {
    return registry
        .images
        .page(app, TagStatus.ANY, StatusFilter.ANY, new Page.Request<>(Optional.empty(), 1_000))
        .items()
        .stream()
        .map(image -> image.image().storage().status().name())
        .toList();
  }

  @Test
  void protected_images_stay_until_they_are_no_longer_protected() throws IOException {
    Image first = push("1", "release-1");
    push("2", "two");
    push("3", "three");
    push("4", "four");
    lifecycle.policies().put(app, COUNT_TWO);
    lifecycle.protections().protect(app, Protection.parse("release-*"));
    assertThat(lifecycle.protections().protect(app, Protection.parse(first.digest().toString())))
        .containsExactly("release-*", first.digest().toString());

    assertThat(run()).isEqualTo(new RunReport(4, 1, 0, 0, 1, 0, true));
    assertThat(left()).containsExactly("[release-1]", "[three]", "[four]");

    lifecycle.protections().unprotect(app, Protection.parse("release-*"));
    assertThat(run().kept()).isEqualTo(1);
    lifecycle.protections().unprotect(app, Protection.parse(first.digest().toString()));
    assertThat(run().expired()).isEqualTo(1);
    assertThat(left()).containsExactly("[three]", "[four]");
  }

  @Test
  void a_bounded_run_takes_the_oldest_and_leaves_the_policy_due() throws IOException {
    for (int i = 1; i <= 6; i++) {
      push("" + i, "t" + i);
    }
    lifecycle.policies().put(app, COUNT_TWO);

    RunReport report = lifecycle.runs().run(app, registry.clock.instant(), 3);

    assertThat(report).isEqualTo(new RunReport(6, 3, 0, 0, 0, 1, false));
    assertThat(left()).containsExactly("[t4]", "[t5]", "[t6]");
    assertThat(lifecycle.policies().get(app).evaluatedAt()).isEmpty();
    assertThat(run()).isEqualTo(new RunReport(3, 1, 0, 0, 0, 0, true));
  }

  @Test
  void without_a_policy_there_is_nothing_to_run() {
    assertThatThrownBy(this::run).isInstanceOf(LifecyclePolicyNotFound.class);
    assertThat(lifecycle.runs().run(registry.clock.instant())).isZero();
  }

  /** What happens to a repository between the selection and the removal. */
  private RunReport runAfter(Meanwhile change) throws IOException {
    var policy = registry.database.read(tx -> tx.lifecyclePolicies().find(app)).orElseThrow();
    List<Rule> rules = LifecyclePolicy.stored(policy.document()).rules();
    Selection selection =
        new Candidates(registry.database)
            .select(policy.repositoryId(), rules, registry.clock.instant());
    change.happens();
    return new RunStep(
            registry.database,
            Retention.DEFAULT.undoWindow(),
            event -> List.of(),
            app,
            policy,
            rules,
            registry.clock.instant())
        .all(selection, Long.MAX_VALUE);
  }

  private interface Meanwhile {
    void happens() throws IOException;
  }

  @Test
  void what_others_delete_meanwhile_is_not_counted_among_the_newest() throws IOException {
    for (int i = 1; i <= 5; i++) {
      push("" + i, "t" + i);
    }
    lifecycle.policies().put(app, COUNT_TWO);

    RunReport report =
        runAfter(
            () ->
                registry.images.delete(
                    app,
                    List.of(ImageId.of(TestRegistry.tags("t5").getFirst())),
                    TestRegistry.ALICE));

    assertThat(left()).contains("[t3]", "[t4]").doesNotContain("[t5]");
    assertThat(report.left()).isPositive();
    run();
    assertThat(left()).containsExactly("[t3]", "[t4]");
  }

  @Test
  void an_image_whose_tag_moved_meanwhile_is_judged_by_the_tags_that_it_has() throws IOException {
    push("1", "old");
    push("2", "two");
    push("3", "three");
    lifecycle
        .policies()
        .put(app, COUNT_TWO.replace("\"any\"", "\"tagged\",\"tagPatternList\":[\"*\"]"));

    RunReport report =
        runAfter(
            () -> registry.put(app, SampleManifests.image("config of 2", "layer of 2"), "old"));

    assertThat(report.expired()).isZero();
    assertThat(left()).containsExactly("[]", "[old, two]", "[three]");
  }

  @Test
  void an_image_that_is_protected_or_put_into_an_index_meanwhile_stays() throws IOException {
    Image first = push("1", "one");
    push("2", "two");
    push("3", "three");
    push("4", "four");
    lifecycle.policies().put(app, COUNT_TWO);

    RunReport report =
        runAfter(
            () -> {
              lifecycle.protections().protect(app, Protection.parse("tw*"));
              registry.put(app, SampleManifests.index(first), "index");
            });

    assertThat(report.expired()).isZero();
    assertThat(report.left()).isEqualTo(2);
    assertThat(left()).contains("[one]", "[two]");
  }

  @Test
  void a_policy_that_is_changed_or_deleted_meanwhile_stops_the_run() throws IOException {
    push("1", "one");
    push("2", "two");
    push("3", "three");
    lifecycle.policies().put(app, COUNT_TWO);
    RunReport changed = runAfter(() -> lifecycle.policies().put(app, COUNT_TWO));
    assertThat(changed.complete()).isFalse();
    RunReport deleted = runAfter(() -> lifecycle.policies().delete(app));
    assertThat(deleted.complete()).isFalse();
    assertThat(left()).hasSize(3);
  }

  // LC-42
  @Test
  void a_deleted_policy_is_answered_with_its_last_evaluation() throws IOException {
    push("1", "one");
    lifecycle.policies().put(app, COUNT_TWO);
    run();
    LifecyclePolicies.Shown deleted = lifecycle.policies().delete(app);
    assertThat(deleted.text()).isEqualTo(COUNT_TWO);
    assertThat(deleted.evaluatedAt()).contains(registry.clock.instant());
    assertThatThrownBy(() -> lifecycle.policies().get(app))
        .isInstanceOf(LifecyclePolicyNotFound.class);
  }
}
