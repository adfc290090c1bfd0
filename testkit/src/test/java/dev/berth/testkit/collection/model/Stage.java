package dev.berth.testkit.collection.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.metadata.Database;
import dev.berth.metadata.IntegrityQueries.Counts;
import dev.berth.model.ImageReference;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.integrity.Depth;
import dev.berth.registry.integrity.Finding;
import dev.berth.registry.integrity.IntegrityCheck;
import dev.berth.registry.repository.RepositorySettings;
import dev.berth.testkit.collection.model.Content.Pushable;
import dev.berth.testkit.collection.model.Snapshot.Names;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.IntUnaryOperator;

/** A world on which runs follow each other: each begins with nothing and leaves nothing. */
final class Stage implements AutoCloseable {
  private static final Duration A_MOMENT = Duration.ofSeconds(1);

  /** Of so many runs one ends with a whole check of the store. */
  private static final int CHECKED = 10;

  final World world;
  private final Names names;
  private final Map<String, Oversight.Rule> rules;
  private int runs;

  /**
   * @param database of the caller
   * @param window in which deletion can be undone
   * @param rules of repositories, by their names
   */
  Stage(
      Database database,
      Path folder,
      Duration window,
      Names names,
      Map<String, Oversight.Rule> rules)
      throws IOException {
    this.world = new World(database, folder, window);
    this.names = names;
    this.rules = rules;
  }

  /** A run: what is there at its beginning, and who does what. */
  interface Play {
    /** Brings about what is there at the beginning; no step of it can be chosen. */
    void prepare(Client client) throws IOException;

    /** Who does what; each has its own client, which knows of the same promises. */
    void cast(Client client, SequencedMap<String, Turns.Program> programs);
  }

  /** One run, with all that has to hold in it and after it. */
  void run(Play play, IntUnaryOperator choose) {
    try {
      for (String repository : names.repositories()) {
        if (world.repositories.find(World.address(repository)).isEmpty()) {
          world.repositories.create(
              World.address(repository), RepositorySettings.DEFAULT, Map.of());
        }
      }
      Promises promises = new Promises();
      Client client = new Client(world, promises);
      Oversight oversight = new Oversight(world, promises, names);
      rules.forEach(oversight::rule);
      play.prepare(client);
      oversight.after("the beginning");
      SequencedMap<String, Turns.Program> programs = new LinkedHashMap<>();
      play.cast(client, programs);
      List<String> order = Turns.run(programs, choose, oversight);
      try {
        settle(oversight);
        clear();
      } catch (AssertionError failure) {
        throw new AssertionError("some days after the steps of %s".formatted(order), failure);
      }
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  /** Lets the grace go by, and the next cycle: no orphan is left, and everything named is. */
  private void settle(Oversight oversight) throws IOException {
    world.clock.advance(World.RETENTION.grace().plus(A_MOMENT));
    world.expiry.run(world.clock.instant());
    world.collection.run(world.clock.instant());
    oversight.after("the first cycle after the grace");
    Snapshot left = Snapshot.of(world, names);
    assertThat(left.linked()).as("layers that no image names").isEqualTo(left.named());
    world.clock.advance(World.RETENTION.condemnedBytes().plus(A_MOMENT));
    world.condemned.run(world.clock.instant());
    oversight.after("the end of condemned bytes");
    Counts counts = world.database.read(tx -> tx.integrity().counts());
    assertThat(counts.condemned()).isZero();
    assertThat(world.storedKeys()).as("files of %s", counts).isEqualTo((int) counts.blobs());
    if (runs++ % CHECKED == 0) {
      check();
    }
  }

  private void check() throws IOException {
    List<Finding> findings = new ArrayList<>();
    assertThat(
            new IntegrityCheck(world.database, world.blobs, world.clock, findings::add)
                .run(Depth.BYTES)
                .isClean())
        .as("%s", findings)
        .isTrue();
  }

  /** Deletes everything, of which nothing is left after the next cycle. */
  private void clear() throws IOException {
    for (String repository : names.repositories()) {
      delete(World.address(repository));
    }
    world.clock.advance(world.window.plus(World.RETENTION.grace()).plus(A_MOMENT));
    world.orphans.run(world.clock.instant());
    world.trashExpiry.run(world.clock.instant());
    world.collection.run(world.clock.instant());
    world.clock.advance(World.RETENTION.condemnedBytes().plus(A_MOMENT));
    world.condemned.run(world.clock.instant());
    Counts counts = world.database.read(tx -> tx.integrity().counts());
    assertThat(counts.blobs()).isZero();
    assertThat(counts.condemned()).isZero();
    assertThat(world.storedKeys()).isZero();
  }

  // indexes after their children are in the list of names
  private void delete(RepositoryAddress repository) {
    if (world.repositories.find(repository).isPresent()) {
      Snapshot left = Snapshot.of(world, names);
      for (Pushable image : names.images().reversed()) {
        if (left.images().containsKey(new Place(repository.name().value(), image.name()))) {
          world.images.delete(
              repository, new ImageReference.ByDigest(image.digest()), World.CLIENT);
        }
      }
    }
  }

  @Override
  public void close() {
    world.close();
  }
}
