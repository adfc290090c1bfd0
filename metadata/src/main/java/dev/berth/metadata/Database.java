package dev.berth.metadata;

import java.nio.file.Path;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The store of everything but the bytes of blobs: a SQLite file or a PostgreSQL server.
 *
 * <p>What a write relies on is held by a constraint or by a row that it locked, never by there
 * being one writer.
 */
public final class Database implements AutoCloseable {
  private static final String PING = "ping";

  private final Engine engine;

  private Database(Engine engine) {
    this.engine = engine;
  }

  /**
   * Opens the file, or makes it. An older format is migrated after the file was copied beside
   * itself; a newer one is refused with {@link NewerFormat}.
   */
  public static Database sqlite(Path file) {
    new SqliteMigration(file).run();
    return new Database(SqliteEngine.open(file));
  }

  /**
   * Opens a file that no process has open, for {@link Transaction#integrity} and other reads.
   * Nothing is changed: no migration, and no file is left beside it. A format that is not this
   * Berth's is refused.
   */
  public static Database openReadOnly(Path file) {
    return new Database(UnusedFile.open(file));
  }

  /**
   * Connects to a server, and migrates its database when it has an older format; a newer one is
   * {@link NewerFormat}.
   */
  public static Database postgres(PostgresServer server) {
    return new Database(PostgresEngine.open(server));
  }

  /**
   * Runs a change, and returns when it is durable (invariant I1). The function may run more than
   * once, so it does nothing but SQL. When it throws, nothing of it is stored and the caller gets
   * what it threw. Writes that wait at the same time may share one sync; they do not see each
   * other's failures.
   *
   * @throws DatabaseUnavailable when the change could not be stored
   */
  public <R extends @Nullable Object> R write(Function<Transaction, R> work) {
    return engine.write(work);
  }

  /**
   * Runs a read over one consistent snapshot, which holds every write that had returned before.
   *
   * @throws DatabaseUnavailable when the database cannot be read
   */
  public <R extends @Nullable Object> R read(Function<Transaction, R> work) {
    return engine.read(work);
  }

  /**
   * The same database for the job scheduler: connections that commit by themselves and take turns
   * with {@link #write}.
   */
  public DataSource jobs() {
    return engine.jobs();
  }

  /** Reads and stores something, for readiness; throws when either is not possible. */
  public void ping() {
    engine.read(transaction -> transaction.settings().find(PING));
    engine.write(
        transaction -> {
          transaction.settings().put(PING, new byte[0]);
          return PING;
        });
  }

  /** Finishes what waits and closes. */
  @Override
  public void close() {
    engine.close();
  }
}
