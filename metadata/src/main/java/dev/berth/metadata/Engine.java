package dev.berth.metadata;

import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What runs transactions: one for each kind of database. */
sealed interface Engine extends AutoCloseable
    permits SqliteEngine, UnusedFile, PostgresEngine, PacedEngine {
  <R extends @Nullable Object> R write(Function<Transaction, R> work);

  /** A write that may be lost with the power; by default as safe as any. */
  default <R extends @Nullable Object> R writeUnsynced(Function<Transaction, R> work) {
    return write(work);
  }

  <R extends @Nullable Object> R read(Function<Transaction, R> work);

  DataSource jobs();

  /** What changes, when only this process writes to the database; else it cannot be known here. */
  default Optional<Changes> changes() {
    return Optional.empty();
  }

  /** What the writer does, when there is only one. */
  default Optional<WriterLoad> writerLoad() {
    return Optional.empty();
  }

  @Override
  void close();
}
