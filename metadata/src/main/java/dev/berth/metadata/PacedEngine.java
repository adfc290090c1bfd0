package dev.berth.metadata;

import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Another engine, of which each transaction waits until it may begin.
 *
 * @param step returns when it may
 */
record PacedEngine(Engine engine, Runnable step) implements Engine {
  @Override
  public <R extends @Nullable Object> R write(Function<Transaction, R> work) {
    step.run();
    return engine.write(work);
  }

  @Override
  public <R extends @Nullable Object> R writeUnsynced(Function<Transaction, R> work) {
    step.run();
    return engine.writeUnsynced(work);
  }

  @Override
  public <R extends @Nullable Object> R read(Function<Transaction, R> work) {
    step.run();
    return engine.read(work);
  }

  @Override
  public DataSource jobs() {
    return engine.jobs();
  }

  @Override
  public Optional<Changes> changes() {
    return engine.changes();
  }

  @Override
  public Optional<WriterLoad> writerLoad() {
    return engine.writerLoad();
  }

  @Override
  public void close() {
    // the engine belongs to the database that this one was made of
  }
}
