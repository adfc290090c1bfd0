package dev.berth.registry.gc;

import dev.berth.metadata.CollectionTallyTable.Run;
import dev.berth.metadata.CollectionTallyTable.Tally;
import dev.berth.metadata.CondemnedTable.Waiting;
import dev.berth.metadata.Database;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/**
 * What the jobs that take away have done: when each ran last, what it took and why, and what still
 * waits for its end. The jobs add to it themselves, with each removal.
 */
public final class CollectionLedger {
  private final Database database;
  private final InstantSource clock;

  /**
   * @param clock what the beginning and end of runs are told by
   */
  public CollectionLedger(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * What stands in it.
   *
   * @param runs the last run of each job that ever ran
   * @param tallies what each took, for each reason
   * @param waiting bytes that are condemned and still there, for each reason
   */
  public record Entries(List<Run> runs, List<Tally> tallies, List<Waiting> waiting) {
    public Entries {
      runs = List.copyOf(runs);
      tallies = List.copyOf(tallies);
      waiting = List.copyOf(waiting);
    }
  }

  /**
   * The job with its beginning and end written down. A run that fails has no end.
   *
   * @param name of the job's row
   */
  public Consumer<Instant> recorded(String name, Consumer<Instant> job) {
    return now -> {
      database.write(
          tx -> {
            tx.collectionTally().begin(name, clock.instant());
            return name;
          });
      job.accept(now);
      database.write(
          tx -> {
            tx.collectionTally().end(name, clock.instant());
            return name;
          });
    };
  }

  /** Everything in it, as of one moment. */
  public Entries entries() {
    return database.read(
        tx ->
            new Entries(
                tx.collectionTally().runs(),
                tx.collectionTally().tallies(),
                tx.condemned().waiting()));
  }
}
