package dev.berth.metadata;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
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
  private final Map<Topic, RememberedReads> remembered = new EnumMap<>(Topic.class);

  private Database(Engine engine) {
    this.engine = engine;
    for (Topic topic : Topic.values()) {
      remembered.put(topic, new RememberedReads());
    }
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
   * The same database through a gate: {@code step} runs before each transaction, on the thread that
   * asks for it. For tests that bring the transactions of several threads into every order; to
   * close it closes nothing.
   */
  public Database paced(Runnable step) {
    return new Database(new PacedEngine(engine, step));
  }

  /**
   * Runs a change, and returns when it is durable (invariant I1). The function may run more than
   * once, so it does nothing but SQL. When it throws, nothing of it is stored and the caller gets
   * what it threw. Writes that wait at the same time may share one sync; they do not see each
   * other's failures. Inside an {@link AuditedCall} the call's audit entry is part of the change.
   *
   * @throws DatabaseUnavailable when the change could not be stored
   */
  public <R extends @Nullable Object> R write(Function<Transaction, R> work) {
    return AuditedCall.write(engine, work);
  }

  /**
   * As {@link #write}, but returns before the change is synced: it is seen at once and outlives
   * this process, and a loss of power may take it as long as no {@code write} has returned after
   * it. For what promises no more, such as an upload that has just begun (invariant I1).
   */
  public <R extends @Nullable Object> R writeUnsynced(Function<Transaction, R> work) {
    return engine.writeUnsynced(work);
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
   * A read whose outcome is kept in memory until a write changes a table of the topic; it is made
   * once and asked often. On a SQLite file, which only this process writes to, the answer is always
   * the one that a read at that moment would give. On PostgreSQL other nodes write too, and every
   * question is a read.
   *
   * <pre>
   * Remembered&lt;String, AccessKey&gt; keys =
   *     database.remember(
   *         Topic.CREDENTIALS, Bound.values(10_000), (tx, id) -&gt; tx.accessKeys().find(id));
   * keys.of("AKIA…")
   * </pre>
   *
   * <p>Writers have nothing to do. A read of a table that the topic does not name is an {@link
   * IllegalStateException} at its first use: then name it in {@link Topic}. Time must not be part
   * of the read: keep the row, and compare its times with the clock afterwards.
   *
   * @param bound how much is kept (invariant I7)
   * @param read SQL only; what it does not find is not kept
   */
  public <K, V> Remembered<K, V> remember(
      Topic topic, Remembered.Bound<V> bound, BiFunction<Transaction, K, Optional<V>> read) {
    return new Remembered<>(this, engine.changes(), topic, bound, read);
  }

  /** How often remembered reads could be given again, by topic. */
  public Map<Topic, RememberedReads> rememberedReads() {
    return Map.copyOf(remembered);
  }

  /** Counts the remembered reads of a topic. */
  RememberedReads reads(Topic topic) {
    return Objects.requireNonNull(remembered.get(topic));
  }

  /** What the one writer does; empty where many write. */
  public Optional<WriterLoad> writerLoad() {
    return engine.writerLoad();
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
