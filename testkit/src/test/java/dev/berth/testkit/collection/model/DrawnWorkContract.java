package dev.berth.testkit.collection.model;

import dev.berth.metadata.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many at once, in a drawn order, with an undo window every other time. A failure names the seed
 * that repeats it, the steps up to the one after which something was wrong, and the shortest work
 * of that seed that goes wrong as well. {@code -Dberth.model.rounds=200} makes it a long test,
 * {@code -Dberth.model.seed=N} repeats one.
 */
abstract class DrawnWorkContract {
  private static final int ROUNDS = Integer.getInteger("berth.model.rounds", 4);
  private static final long SEED = Long.getLong("berth.model.seed", System.nanoTime());
  private static final int OPERATIONS = 14;
  private static final Duration WINDOW = Duration.ofDays(3);

  @TempDir(factory = InMemory.class)
  private Path folder;

  /** A database with nothing in it, which is closed after the test. */
  abstract Database database() throws Exception;

  /** One of how many rounds is done: more where a transaction takes longer. */
  abstract int share();

  @Test
  void what_was_promised_holds_and_nothing_is_left_over_whatever_happens(TestReporter reporter)
      throws Exception {
    try (Database one = database();
        Database other = database();
        Stage forGood = stage(one, "for-good", Duration.ZERO);
        Stage undoable = stage(other, "undoable", WINDOW)) {
      int steps = 0;
      for (long seed = SEED; seed < SEED + rounds(); seed++) {
        steps += work(isUndoable(seed) ? undoable : forGood, seed, OPERATIONS);
      }
      reporter.publishEntry("seed", Long.toString(SEED));
      reporter.publishEntry("steps", Integer.toString(steps));
    } catch (AssertionError failure) {
      throw new AssertionError(
          "-Dberth.model.seed=%d -Dberth.model.rounds=%d, shortest: %s"
              .formatted(SEED, ROUNDS, shortest()),
          failure);
    }
  }

  private int rounds() {
    return ROUNDS == 1 ? 1 : Math.max(2, ROUNDS / share());
  }

  private static boolean isUndoable(long seed) {
    return seed % 2 == 0;
  }

  private Stage stage(Database database, String name, Duration window) throws IOException {
    return new Stage(database, folder.resolve(name), window, DrawnWork.NAMES, DrawnWork.RULES);
  }

  private static int work(Stage stage, long seed, int operations) {
    Random choice = new Random(seed);
    int[] steps = {0};
    stage.run(
        new DrawnWork(seed, operations, stage.world),
        able -> {
          steps[0]++;
          return choice.nextInt(able);
        });
    return steps[0];
  }

  /** The fewest operations of each with which one of the seeds goes wrong, and how. */
  private String shortest() throws Exception {
    for (int operations = 1; operations <= OPERATIONS; operations++) {
      for (long seed = SEED; seed < SEED + rounds(); seed++) {
        String apart = "of-%d-%d".formatted(seed, operations);
        Duration window = isUndoable(seed) ? WINDOW : Duration.ZERO;
        try (Database database = database();
            Stage stage = stage(database, apart, window)) {
          work(stage, seed, operations);
        } catch (AssertionError failure) {
          return "%d operations of each with seed %d: %s"
              .formatted(operations, seed, failure.getMessage());
        }
      }
    }
    return "none alone";
  }
}
