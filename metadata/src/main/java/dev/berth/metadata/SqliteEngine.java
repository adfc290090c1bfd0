package dev.berth.metadata;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * SQLite in write-ahead mode: one thread writes, a few read beside it, and the job scheduler takes
 * turns with the writer.
 */
final class SqliteEngine implements Engine {
  private static final int MOST_READERS = 4;

  private final GroupWriter writer;
  private final ReadThreads readers;
  private final JobConnections jobs;
  private final Changes changes;

  private SqliteEngine(
      GroupWriter writer, ReadThreads readers, JobConnections jobs, Changes changes) {
    this.writer = writer;
    this.readers = readers;
    this.jobs = jobs;
    this.changes = changes;
  }

  /** Opens a migrated file. */
  static SqliteEngine open(Path file) {
    Semaphore turn = new Semaphore(1, true);
    int count = Math.clamp(Runtime.getRuntime().availableProcessors(), 2, MOST_READERS);
    try {
      Changes changes = new Changes();
      return new SqliteEngine(
          new GroupWriter(SqliteConnection.writing(file, changes), turn),
          new ReadThreads(count, file),
          new JobConnections(file, turn),
          changes);
    } catch (SQLException failure) {
      throw new DatabaseUnavailable("%s cannot be opened".formatted(file), failure);
    }
  }

  @Override
  public <R extends @Nullable Object> R write(Function<Transaction, R> work) {
    return writer.write(work);
  }

  @Override
  public <R extends @Nullable Object> R writeUnsynced(Function<Transaction, R> work) {
    return writer.writeUnsynced(work);
  }

  @Override
  public <R extends @Nullable Object> R read(Function<Transaction, R> work) {
    return readers.read(work);
  }

  // The scheduler writes to its own tables, which belong to no topic.
  @Override
  public DataSource jobs() {
    return jobs;
  }

  @Override
  public Optional<Changes> changes() {
    return Optional.of(changes);
  }

  @Override
  public Optional<WriterLoad> writerLoad() {
    return Optional.of(writer.load());
  }

  @Override
  public void close() {
    jobs.close();
    readers.close();
    writer.close();
  }
}
