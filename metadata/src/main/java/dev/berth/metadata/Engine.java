package dev.berth.metadata;

import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What runs transactions: one for each kind of database. */
sealed interface Engine extends AutoCloseable permits SqliteEngine, UnusedFile, PostgresEngine {
  <R extends @Nullable Object> R write(Function<Transaction, R> work);

  <R extends @Nullable Object> R read(Function<Transaction, R> work);

  DataSource jobs();

  @Override
  void close();
}
