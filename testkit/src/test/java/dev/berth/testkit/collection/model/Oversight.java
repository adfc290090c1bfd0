package dev.berth.testkit.collection.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testkit.collection.model.Promises.Standing;
import dev.berth.testkit.collection.model.Snapshot.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Compares the store with the promises after each step: whatever was acknowledged is there, nothing
 * that is named is missing, and what went did so by right.
 */
final class Oversight implements Turns.Observer {
  private final World world;
  private final Promises promises;
  private final Snapshot.Names names;
  private final Map<String, Rule> rules = new HashMap<>();
  private Snapshot before;

  /** A lifecycle policy, as far as the model needs to know it. */
  sealed interface Rule {
    /** Whether the rule may take the image, of all that were there. */
    boolean mayTake(Place image, Snapshot before, Snapshot after, Instant now);

    /** The policy. */
    String text();

    /** Keeps the newest of all. */
    record Newest(int count) implements Rule {
      @Override
      public boolean mayTake(Place image, Snapshot before, Snapshot after, Instant now) {
        Instant pushed = before.seen(image).pushedAt();
        return after.in(image.repository()).values().stream()
                .filter(other -> !other.pushedAt().isBefore(pushed))
                .count()
            >= count;
      }

      @Override
      public String text() {
        return policy(
            "\"tagStatus\":\"any\",\"countType\":\"imageCountMoreThan\",\"countNumber\":" + count);
      }
    }

    /** Takes images without tags after a day. */
    record UntaggedForADay() implements Rule {
      @Override
      public boolean mayTake(Place image, Snapshot before, Snapshot after, Instant now) {
        Seen seen = before.seen(image);
        return !seen.isTagged() && seen.pushedAt().isBefore(now.minus(Duration.ofDays(1)));
      }

      @Override
      public String text() {
        return policy(
            "\"tagStatus\":\"untagged\",\"countType\":\"sinceImagePushed\",\"countUnit\":\"days\",\"countNumber\":1");
      }
    }

    private static String policy(String selection) {
      return "{\"rules\":[{\"rulePriority\":1,\"selection\":{%s},\"action\":{\"type\":\"expire\"}}]}"
          .formatted(selection);
    }
  }

  Oversight(World world, Promises promises, Snapshot.Names names) {
    this.world = world;
    this.promises = promises;
    this.names = names;
    this.before = Snapshot.of(world, names);
  }

  /** Gives a repository a policy. */
  void rule(String repository, Rule rule) {
    world.lifecycle.policies().put(World.address(repository), rule.text());
    rules.put(repository, rule);
  }

  @Override
  public void after(String actor) {
    Snapshot now = Snapshot.of(world, names);
    wentByRight(actor, now);
    everythingNamedIsThere(now);
    everyPromiseIsKept(now);
    before = now;
  }

  private void wentByRight(String actor, Snapshot now) {
    Set<Place> gone = new HashSet<>(before.images().keySet());
    gone.removeAll(now.images().keySet());
    for (Place image : gone) {
      if (promises.isGone(image.repository())
          || promises.standing(image, false) == Standing.ABSENT) {
        continue;
      }
      if (promises.standing(image, false) == Standing.OPEN) {
        promises.contest(image);
        continue;
      }
      Rule rule = rules.get(image.repository());
      assertThat(rule).as("%s vanished in a step of %s", image, actor).isNotNull();
      assertThat(before.parents(image))
          .as("%s was taken, and %s names it", image, before)
          .isEmpty();
      assertThat(rule.mayTake(image, before, now, world.clock.instant()))
          .as("%s was taken against %s: of %s are left %s", image, rule, before, now)
          .isTrue();
      promises.taken(image);
      promises.mayComeBack(image, world.clock.instant().plus(world.window));
      keepLayersOf(before.seen(image), image);
    }
  }

  private void keepLayersOf(Seen seen, Place image) {
    Instant until = world.clock.instant().plus(World.RETENTION.grace());
    seen.content()
        .layers()
        .forEach(layer -> promises.keep(new Place(image.repository(), layer), until));
  }

  private void everythingNamedIsThere(Snapshot now) {
    assertThat(now.whole()).as("what images name").containsAll(now.named());
    now.images()
        .forEach(
            (place, seen) ->
                seen.content()
                    .children()
                    .forEach(
                        child ->
                            assertThat(now.images())
                                .as("the children of %s", place)
                                .containsKey(new Place(place.repository(), child.name()))));
  }

  private void everyPromiseIsKept(Snapshot now) {
    assertThat(now.whole())
        .as("what is promised at %s", world.clock.instant())
        .containsAll(promises.kept(world.clock.instant()));
    for (String repository : names.repositories()) {
      if (!promises.isGone(repository)) {
        for (Content.Pushable content : names.images()) {
          Place image = new Place(repository, content.name());
          boolean found = now.images().containsKey(image);
          Standing standing = promises.standing(image, found);
          if (standing != Standing.OPEN) {
            assertThat(found).as("%s is there", image).isEqualTo(standing == Standing.PRESENT);
          }
        }
      }
    }
  }
}
