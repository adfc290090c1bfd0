package dev.berth.metadata;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Handles;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL: a transaction each, at repeatable read, on the caller's thread.
 *
 * <p>Two writers that change one row, or that meet at a constraint, are not both right: one of them
 * fails and is run again on a snapshot that shows what the other did. So every outcome is one that
 * the two could have had one after the other, as long as what a write relies on is a constraint or
 * a row that it locked.
 */
final class PostgresEngine implements Engine {
  private static final int JOB_CONNECTIONS = 4;
  private static final long PATIENCE_MILLIS = 10_000;
  private static final int MOST_RUNS = 60;
  private static final long PAUSE_NANOS = 2_000_000;

  /** Serialization failure and deadlock: run again, with what the other one did in sight. */
  private static final Set<String> LOST_RACE = Set.of("40001", "40P01");

  /**
   * Foreign key and unique violations: a lost race as well, when another's row came or went after
   * our snapshot; else a mistake of the caller's, which a few more runs only repeat.
   */
  private static final Set<String> MAYBE_LOST_RACE = Set.of("23503", "23505");

  private static final int MOST_RUNS_AT_CONSTRAINT = 5;

  /** No connection, no room or memory, shut down: the beginnings of such states. */
  private static final Set<String> SERVERS_FAULT = Set.of("08", "53", "57P");

  private final HikariDataSource transactions;
  private final HikariDataSource jobs;
  private final Jdbi jdbi;

  private PostgresEngine(HikariDataSource transactions, HikariDataSource jobs) {
    this.transactions = transactions;
    this.jobs = jobs;
    this.jdbi = SqliteConnection.quiet(Jdbi.create(transactions));
    // Commit and rollback are said to the connection itself.
    this.jdbi.getConfig(Handles.class).setForceEndTransactions(false);
  }

  /** Connects to a server and brings its database to the known format. */
  static PostgresEngine open(PostgresServer server) {
    HikariDataSource jobs = connect(pool(server, "berth-jobs", JOB_CONNECTIONS));
    try {
      Migrations migrations = new Migrations(Dialect.POSTGRESQL, server.jdbcUrl());
      if (found(migrations, jobs) < migrations.known()) {
        migrations.migrate(jobs);
      }
      HikariConfig pool = pool(server, "berth-metadata", server.connections());
      pool.setAutoCommit(false);
      pool.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
      return new PostgresEngine(connect(pool), jobs);
    } catch (RuntimeException failure) {
      jobs.close();
      throw failure;
    }
  }

  private static HikariDataSource connect(HikariConfig pool) {
    try {
      return new HikariDataSource(pool);
    } catch (HikariPool.PoolInitializationException failure) {
      throw new DatabaseUnavailable("%s cannot be reached".formatted(pool.getJdbcUrl()), failure);
    }
  }

  private static int found(Migrations migrations, DataSource database) {
    try (Connection connection = database.getConnection()) {
      return migrations.found(connection);
    } catch (SQLException failure) {
      throw new DatabaseUnavailable("the database cannot be opened", failure);
    }
  }

  private static HikariConfig pool(PostgresServer server, String name, int connections) {
    HikariConfig pool = new HikariConfig();
    pool.setPoolName(name);
    pool.setJdbcUrl(server.jdbcUrl());
    pool.setUsername(server.user());
    pool.setPassword(server.password());
    pool.setMaximumPoolSize(connections);
    pool.setMinimumIdle(1);
    // The server's details quote the values of the row at fault; some are secrets.
    pool.addDataSourceProperty("logServerErrorDetail", "false");
    pool.setConnectionTimeout(PATIENCE_MILLIS);
    pool.setInitializationFailTimeout(PATIENCE_MILLIS);
    return pool;
  }

  @Override
  public <R extends @Nullable Object> R write(Function<Transaction, R> work) {
    int run = 1;
    while (true) {
      try {
        return inTransaction(work, false);
      } catch (RuntimeException failure) {
        if (run >= mostRuns(failure)) {
          throw failure;
        }
        LockSupport.parkNanos(run * PAUSE_NANOS);
        run++;
      }
    }
  }

  @Override
  public <R extends @Nullable Object> R read(Function<Transaction, R> work) {
    return inTransaction(work, true);
  }

  private <R extends @Nullable Object> R inTransaction(
      Function<Transaction, R> work, boolean readOnly) {
    try (Handle handle = jdbi.open()) {
      Connection connection = handle.getConnection();
      connection.setReadOnly(readOnly);
      try {
        R result = work.apply(new Transaction(handle, Dialect.POSTGRESQL, Set::of));
        connection.commit();
        return result;
      } catch (RuntimeException | Error | SQLException failure) {
        rollback(connection, failure);
        throw failure;
      }
    } catch (ConnectionException | SQLException failure) {
      throw new DatabaseUnavailable("the database did not do it", failure);
    } catch (RuntimeException failure) {
      throw isServersFault(failure)
          ? new DatabaseUnavailable("the database did not do it", failure)
          : failure;
    }
  }

  private static void rollback(Connection connection, Throwable failure) {
    try {
      connection.rollback();
    } catch (SQLException alreadyLost) {
      failure.addSuppressed(alreadyLost);
    }
  }

  private static int mostRuns(RuntimeException failure) {
    String state = state(failure);
    if (LOST_RACE.contains(state)) {
      return MOST_RUNS;
    }
    return MAYBE_LOST_RACE.contains(state) ? MOST_RUNS_AT_CONSTRAINT : 1;
  }

  private static boolean isServersFault(RuntimeException failure) {
    String state = state(failure);
    return SERVERS_FAULT.stream().anyMatch(state::startsWith);
  }

  /** The SQL state of what went wrong; empty when it was not SQL. */
  private static String state(RuntimeException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return sql.getSQLState();
      }
    }
    return "";
  }

  @Override
  public DataSource jobs() {
    return jobs;
  }

  @Override
  public void close() {
    jobs.close();
    transactions.close();
  }
}
