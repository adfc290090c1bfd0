package dev.berth.testkit.collection.model;

import dev.berth.metadata.Database;
import dev.berth.testkit.collection.model.Oversight.Rule;
import dev.berth.testkit.collection.model.Snapshot.Names;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** Plays with all their orders, or some of them where there are many. */
abstract class Plays {
  private static final int ORDERS = Integer.getInteger("berth.model.orders", 48);
  private static final int DRAWN = 16;
  private static final long SEED = Long.getLong("berth.model.seed", System.nanoTime());

  private final Names names;

  @TempDir(factory = InMemory.class)
  private Path folder;

  Plays(Names names) {
    this.names = names;
  }

  /** A database with nothing in it, which is closed after the test. */
  abstract Database database() throws Exception;

  /** One of how many orders is tried: more where a transaction takes longer. */
  abstract int share();

  /** What happens before, in place of a method of {@link Stage.Play}. */
  @FunctionalInterface
  interface Preparation {
    void by(Client client) throws IOException;
  }

  /** Who plays. */
  @FunctionalInterface
  interface Cast {
    void of(Client client, World world, SequencedMap<String, Turns.Program> programs);
  }

  /** Plays in every order; deletion is for good. */
  final void inEveryOrder(
      TestReporter reporter, Map<String, Rule> rules, Preparation preparation, Cast cast)
      throws Exception {
    inEveryOrder(reporter, Duration.ZERO, rules, preparation, cast);
  }

  /** The same with a window in which deletion can be undone. */
  final void inEveryOrder(
      TestReporter reporter,
      Duration window,
      Map<String, Rule> rules,
      Preparation preparation,
      Cast cast)
      throws Exception {
    try (Database database = database();
        Stage stage = new Stage(database, folder.resolve("blobs"), window, names, rules)) {
      Stage.Play play =
          new Stage.Play() {
            @Override
            public void prepare(Client client) throws IOException {
              preparation.by(client);
            }

            @Override
            public void cast(Client client, SequencedMap<String, Turns.Program> programs) {
              cast.of(client, stage.world, programs);
            }
          };
      int orders = Orders.all(ORDERS / share(), choose -> stage.run(play, choose));
      reporter.publishEntry("orders", Integer.toString(orders));
      if (orders == ORDERS / share()) {
        drawn(stage, play);
      }
    }
  }

  // the first orders that are tried differ at their ends alone
  private void drawn(Stage stage, Stage.Play play) {
    Random random = new Random(SEED);
    try {
      for (int i = 0; i < DRAWN / share(); i++) {
        stage.run(play, random::nextInt);
      }
    } catch (AssertionError failure) {
      throw new AssertionError("-Dberth.model.seed=" + SEED, failure);
    }
  }
}
