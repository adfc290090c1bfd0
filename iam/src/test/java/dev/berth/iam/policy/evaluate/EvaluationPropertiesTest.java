package dev.berth.iam.policy.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.longs;

import dev.berth.iam.policy.evaluate.Sketch.Place;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What holds for whatever documents (IAM dossier 5.1, 6), tried on documents drawn at random: 1000
 * sets along one way, or {@code -Dpolicy.examples=N -Dpolicy.seed=S}.
 */
final class EvaluationPropertiesTest {
  private static final int EXAMPLES = Integer.getInteger("policy.examples", 1000);
  private static final long SEED = Long.getLong("policy.seed", 20_261_121);

  @Test
  void a_deny_that_applies_wins_wherever_it_stands() {
    forAll(
        (sketch, random) -> {
          List<Place> binding = binding(sketch);
          Place place = binding.get(random.nextInt(binding.size()));
          Sketch denied = sketch.with(random, place, Sketch.sweeping(place, "Deny"));

          assertThat(denied.verdict())
              .as("%s in %s", place, denied)
              .isInstanceOf(Verdict.ExplicitlyDenied.class);
        });
  }

  @Test
  void one_more_deny_never_allows() {
    forAll(
        (sketch, random) -> {
          Place place = anyPlace(random);
          Sketch more = sketch.with(random, place, Sketch.statement(random, place, "Deny"));

          assertThat(more.verdict().isAllowed() && !sketch.verdict().isAllowed())
              .as("%s", more)
              .isFalse();
        });
  }

  @Test
  void the_order_of_documents_and_statements_changes_nothing() {
    forAll(
        (sketch, random) ->
            assertThat(sketch.shuffled(random).verdict())
                .as("%s", sketch)
                .hasSameClassAs(sketch.verdict()));
  }

  @Test
  void an_unrelated_statement_beside_others_changes_nothing() {
    forAll(
        (sketch, random) -> {
          for (Place place : sketch.places()) {
            Sketch more = sketch.with(random, place, Sketch.unrelated(random, place));

            assertThat(more.verdict()).as("%s", more).hasSameClassAs(sketch.verdict());
          }
        });
  }

  @Test
  void one_more_allow_in_a_place_that_has_documents_never_denies() {
    forAll(
        (sketch, random) -> {
          for (Place place : sketch.places()) {
            if (place != Place.RESOURCE_CONTROL) {
              Sketch more = sketch.with(random, place, Sketch.statement(random, place, "Allow"));

              assertThat(sketch.verdict().isAllowed() && !more.verdict().isAllowed())
                  .as("%s", more)
                  .isFalse();
            }
          }
        });
  }

  @Test
  void nothing_is_allowed_that_no_statement_allows_but_to_the_root_user() {
    forAll(
        (sketch, random) ->
            assertThat(
                    sketch.verdict().isAllowed()
                        && !sketch.hasAllow()
                        && !(sketch.caller() instanceof Caller.Root))
                .as("%s", sketch)
                .isFalse());
  }

  @Test
  void the_drawn_sets_meet_every_verdict() {
    List<Verdict> verdicts =
        new Random(SEED).longs(EXAMPLES).mapToObj(seed -> Sketch.of(seed).verdict()).toList();

    assertThat(verdicts)
        .hasAtLeastOneElementOfType(Verdict.Allowed.class)
        .hasAtLeastOneElementOfType(Verdict.ExplicitlyDenied.class)
        .hasAtLeastOneElementOfType(Verdict.ImplicitlyDenied.class);
    assertThat(verdicts.stream().filter(Verdict::isAllowed).count()).isGreaterThan(EXAMPLES / 20);
  }

  /** Organisation policies leave service-linked roles out, and SCPs those without account. */
  private static List<Place> binding(Sketch sketch) {
    boolean linked = sketch.caller().isServiceLinked();
    boolean member = sketch.caller().account().isPresent() && !linked;
    return List.of(Place.values()).stream()
        .filter(place -> !linked || place != Place.RESOURCE_CONTROL)
        .filter(place -> member || (place != Place.TOP_LEVEL && place != Place.LOW_LEVEL))
        .toList();
  }

  private static Place anyPlace(Random random) {
    List<Place> places = List.of(Place.values());
    return places.get(random.nextInt(places.size()));
  }

  private static void forAll(Property property) {
    qt().withFixedSeed(SEED)
        .withExamples(EXAMPLES)
        .withShrinkCycles(0) // a smaller number is no smaller set
        .forAll(longs().all())
        .checkAssert(
            seed -> {
              Random random = new Random(seed);
              property.check(Sketch.of(random.nextLong()), random);
            });
  }

  @FunctionalInterface
  private interface Property {
    void check(Sketch sketch, Random random);
  }
}
