package dev.berth.registry.lifecycle.selection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.Digest;
import dev.berth.model.Tag;
import dev.berth.registry.lifecycle.policy.Action;
import dev.berth.registry.lifecycle.policy.Criterion;
import dev.berth.registry.lifecycle.policy.Criterion.Clock;
import dev.berth.registry.lifecycle.policy.Rule;
import dev.berth.registry.lifecycle.policy.StorageClass;
import dev.berth.registry.lifecycle.policy.TagPattern;
import dev.berth.registry.lifecycle.policy.TagSelection;
import dev.berth.registry.lifecycle.policy.TagSelection.Form;
import dev.berth.registry.lifecycle.selection.Candidate.Place;
import dev.berth.registry.lifecycle.selection.Candidate.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What holds for any rules and any images (ECR dossier 12.3). Every failure names its seed; {@code
 * -Dlifecycle.examples=100000} draws more.
 */
final class SelectionPropertiesTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final int EXAMPLES = Integer.getInteger("lifecycle.examples", 1_000);
  private static final List<Place> PLACES = List.of(Place.values());
  private static final String[] TAGS = {"a", "b", "ab", "ba", "aa", "v1", "v2"};
  private static final String[] PATTERNS = {"a", "a*", "*b", "*", "v*", "*a*", "ab"};

  /** Rules and images that were drawn. */
  private record Example(List<Rule> rules, List<Candidate> images, Random random) {
    Map<Long, Fate> fates() {
      return fates(rules, images);
    }

    static Map<Long, Fate> fates(List<Rule> rules, List<Candidate> images) {
      Map<Long, Fate> fates = new HashMap<>();
      Selection.of(rules, images, NOW)
          .verdicts()
          .forEach(verdict -> assertThat(fates.put(verdict.imageId(), verdict.fate())).isNull());
      return fates;
    }
  }

  private static void always(Consumer<Example> property) {
    for (int seed = 0; seed < EXAMPLES; seed++) {
      Random random = new Random(seed);
      Example example = new Example(rules(random), images(random), random);
      try {
        property.accept(example);
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed + ": " + example, e);
      }
    }
  }

  private static List<Rule> rules(Random random) {
    List<Rule> rules = new ArrayList<>();
    for (int priority = 1; priority <= 1 + random.nextInt(4); priority++) {
      rules.add(rule(random, priority));
    }
    return rules;
  }

  private static Rule rule(Random random, int priority) {
    TagSelection tags =
        switch (random.nextInt(4)) {
          case 0 -> new TagSelection.Any();
          case 1 -> new TagSelection.Untagged();
          default ->
              new TagSelection.Tagged(
                  Form.PATTERNS,
                  Stream.generate(() -> PATTERNS[random.nextInt(PATTERNS.length)])
                      .limit(1 + random.nextInt(2))
                      .map(TagPattern::of)
                      .toList());
        };
    boolean archive = random.nextInt(4) == 0;
    int number = 1 + random.nextInt(5);
    Criterion criterion =
        archive
            ? new Criterion.Since(Clock.TRANSITIONED, number)
            : switch (random.nextInt(3)) {
              case 0 -> new Criterion.Since(Clock.PUSHED, number);
              case 1 -> new Criterion.Since(Clock.PULLED, number);
              default -> new Criterion.CountMoreThan(number);
            };
    return new Rule(
        priority,
        Optional.empty(),
        tags,
        archive ? StorageClass.ARCHIVE : StorageClass.STANDARD,
        criterion,
        random.nextInt(3) == 0 && !archive ? Action.TRANSITION : Action.EXPIRE);
  }

  private static List<Candidate> images(Random random) {
    List<Candidate> images = new ArrayList<>();
    int count = random.nextInt(15);
    for (long id = 1; id <= count; id++) {
      images.add(image(random, id));
    }
    return images;
  }

  private static Candidate image(Random random, long id) {
    List<Tag> tags =
        random
            .ints(random.nextInt(4), 0, TAGS.length)
            .distinct()
            .mapToObj(at -> new Tag(TAGS[at]))
            .toList();
    Optional<StorageClass> storage =
        random.nextInt(12) == 0
            ? Optional.empty()
            : Optional.of(random.nextInt(4) == 0 ? StorageClass.ARCHIVE : StorageClass.STANDARD);
    return new Candidate(
        id,
        new Digest(Digest.Algorithm.SHA256, "%064x".formatted(random.nextLong() >>> 1)),
        tags,
        new Times(ago(random), maybe(random), maybe(random), maybe(random)),
        storage,
        random.nextBoolean() ? Place.FREE : PLACES.get(random.nextInt(PLACES.size())));
  }

  private static Optional<Instant> maybe(Random random) {
    return random.nextBoolean() ? Optional.empty() : Optional.of(ago(random));
  }

  // whole days, so that there are ties
  private static Instant ago(Random random) {
    return NOW.minus(Duration.ofDays(random.nextInt(8)));
  }

  @Test
  void every_image_has_one_fate() {
    always(example -> assertThat(example.fates()).hasSameSizeAs(example.images()));
  }

  @Test
  void the_order_of_the_images_does_not_matter() {
    always(
        example -> {
          Map<Long, Fate> fates = example.fates();
          List<Candidate> shuffled = new ArrayList<>(example.images());
          Collections.shuffle(shuffled, example.random());
          assertThat(Example.fates(example.rules(), shuffled)).isEqualTo(fates);
        });
  }

  @Test
  void what_is_named_protected_activating_or_a_referrer_is_never_taken() {
    always(
        example -> {
          Map<Long, Fate> fates = example.fates();
          for (Candidate image : example.images()) {
            Fate fate = fates.get(image.id());
            if (fate instanceof Fate.Taken(Rule by, long spare)) {
              assertThat(image.storageClass()).contains(by.storageClass());
              assertThat(image.place())
                  .isIn(
                      by.action() == Action.TRANSITION
                          ? List.of(Place.FREE, Place.IN_ARCHIVED_INDEX)
                          : List.of(Place.FREE));
              assertThat(by.tags().sees(image.tags())).isTrue();
              assertThat(spare).isPositive();
            }
          }
        });
  }

  @Test
  void what_protects_an_image_changes_the_fate_of_no_other() {
    always(
        example -> {
          if (example.images().isEmpty()) {
            return;
          }
          int at = example.random().nextInt(example.images().size());
          Candidate free = example.images().get(at);
          if (free.place() == Place.REFERRER) {
            return;
          }
          List<Candidate> changed = new ArrayList<>(example.images());
          changed.set(
              at,
              new Candidate(
                  free.id(),
                  free.digest(),
                  free.tags(),
                  free.times(),
                  free.storageClass(),
                  Place.PROTECTED));
          Map<Long, Fate> before = example.fates();
          Map<Long, Fate> after = Example.fates(example.rules(), changed);
          assertThat(after.remove(free.id())).isNotInstanceOf(Fate.Taken.class);
          before.remove(free.id());
          assertThat(after).isEqualTo(before);
        });
  }

  @Test
  void a_rule_of_lower_priority_rescues_nothing_and_takes_only_what_no_other_sees() {
    always(
        example -> {
          Map<Long, Fate> before = example.fates();
          List<Rule> more = new ArrayList<>(example.rules());
          more.add(rule(example.random(), example.rules().size() + 1));
          Example.fates(more, example.images())
              .forEach(
                  (id, fate) -> {
                    if (before.get(id) instanceof Fate.Unseen) {
                      assertThat(fate)
                          .satisfiesAnyOf(
                              it -> assertThat(it).isInstanceOf(Fate.Unseen.class),
                              it -> assertThat(it.toString()).contains("priority=" + more.size()));
                    } else {
                      assertThat(fate).isEqualTo(before.get(id));
                    }
                  });
        });
  }

  @Test
  void a_newer_image_makes_no_rule_keep_more() {
    always(
        example -> {
          Map<Long, Fate> before = example.fates();
          Candidate drawn = image(example.random(), 99);
          Candidate newest =
              new Candidate(
                  99,
                  drawn.digest(),
                  drawn.tags(),
                  Times.pushed(NOW.plusSeconds(1)),
                  Optional.of(StorageClass.STANDARD),
                  drawn.place());
          List<Candidate> more = new ArrayList<>(example.images());
          more.add(newest);
          Map<Long, Fate> after = Example.fates(example.rules(), more);
          before.forEach(
              (id, fate) -> {
                if (fate instanceof Fate.Taken) {
                  assertThat(after.get(id)).isInstanceOf(Fate.Taken.class);
                }
              });
        });
  }

  // What a run relies on: it looks at images again and does not count again.
  @Test
  void an_image_with_more_to_spare_than_others_are_lost_is_still_taken() {
    always(
        example -> {
          Map<Long, Fate> before = example.fates();
          List<Candidate> left = new ArrayList<>(example.images());
          Collections.shuffle(left, example.random());
          int lost = Math.min(left.size(), example.random().nextInt(4));
          List<Candidate> rest = left.subList(lost, left.size());
          Map<Long, Fate> after = Example.fates(example.rules(), rest);
          for (Candidate image : rest) {
            if (before.get(image.id()) instanceof Fate.Taken(Rule _, long spare) && spare > lost) {
              assertThat(after.get(image.id())).isInstanceOf(Fate.Taken.class);
            }
          }
        });
  }

  @Test
  void a_fate_that_is_asked_for_is_the_one_that_is_listed() {
    always(
        example -> {
          Selection selection = Selection.of(example.rules(), example.images(), NOW);
          selection
              .verdicts()
              .forEach(
                  verdict ->
                      assertThat(selection.fate(verdict.imageId())).contains(verdict.fate()));
          assertThat(selection.fate(1_000)).isEmpty();
        });
  }
}
