package dev.berth.metadata;

import dev.berth.model.Reclaimed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * What the jobs that take away have taken, and when they ran last. A job adds to its tally in the
 * transaction of each removal, so that the sums hold wherever it is killed.
 */
public final class CollectionTallyTable {
  private static final String BEGIN =
      """
      insert into collection_run (job, started_at)
      values (:job, :at)
      on conflict (job) do update
         set started_at = excluded.started_at,
             ended_at = null
      """;

  private static final String FORGET_LAST =
      """
      update collection_tally
         set last_items = 0,
             last_bytes = 0
       where job = :job
      """;

  private static final String END =
      """
      update collection_run
         set ended_at = :at
       where job = :job
      """;

  private static final String ADD =
      """
      insert into collection_tally (job, why, last_items, last_bytes, items, bytes)
      values (:job, :why, :items, :bytes, :items, :bytes)
      on conflict (job, why) do update
         set last_items = collection_tally.last_items + excluded.last_items,
             last_bytes = collection_tally.last_bytes + excluded.last_bytes,
             items = collection_tally.items + excluded.items,
             bytes = collection_tally.bytes + excluded.bytes
      """;

  private static final String RUNS =
      """
      select job, started_at, ended_at
        from collection_run
       order by job
      """;

  private static final String TALLIES =
      """
      select job, why, last_items, last_bytes, items, bytes
        from collection_tally
       order by job, why
      """;

  private final Handle handle;

  CollectionTallyTable(Handle handle) {
    this.handle = handle;
  }

  /**
   * The last run of a job.
   *
   * @param job the name of its row among the jobs
   * @param startedAt when it began
   * @param endedAt empty while it runs, or when it did not come to its end
   */
  public record Run(String job, Instant startedAt, Optional<Instant> endedAt) {}

  /**
   * What a job took away for one reason.
   *
   * @param job the name of its row among the jobs
   * @param why it took them
   * @param lastItems how many in its last run
   * @param lastBytes how many bytes in its last run, as far as they are known
   * @param items how many in all
   * @param bytes how many bytes in all, as far as they are known
   */
  public record Tally(
      String job, Reclaimed why, long lastItems, long lastBytes, long items, long bytes) {}

  /** A run begins: what the last one took counts in the sums only. */
  public void begin(String job, Instant at) {
    handle.createUpdate(BEGIN).bind("job", job).bind("at", Micros.of(at)).execute();
    handle.createUpdate(FORGET_LAST).bind("job", job).execute();
  }

  /** A run came to its end. */
  public void end(String job, Instant at) {
    handle.createUpdate(END).bind("job", job).bind("at", Micros.of(at)).execute();
  }

  /** Something was taken; nothing when {@code items} is 0. */
  public void add(String job, Reclaimed why, long items, long bytes) {
    if (items > 0) {
      handle
          .createUpdate(ADD)
          .bind("job", job)
          .bind("why", why.name())
          .bind("items", items)
          .bind("bytes", bytes)
          .execute();
    }
  }

  /** The last run of every job that ever ran. */
  public List<Run> runs() {
    return handle
        .createQuery(RUNS)
        .map(
            (row, _) -> new Run(row.getString(1), Micros.at(row.getLong(2)), time(row, "ended_at")))
        .list();
  }

  /** What every job took, by job and reason. */
  public List<Tally> tallies() {
    return handle
        .createQuery(TALLIES)
        .map(
            (row, _) ->
                new Tally(
                    row.getString(1),
                    Reclaimed.valueOf(row.getString(2)),
                    row.getLong(3),
                    row.getLong(4),
                    row.getLong(5),
                    row.getLong(6)))
        .list();
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    long micros = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Micros.at(micros));
  }
}
