package dev.berth.metadata;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.sqlite.JDBC;

/** One connection to a SQLite file and its transactions, used by one thread at a time. */
final class SqliteConnection implements AutoCloseable {
  /**
   * What every connection is opened with. The busy timeout is for other processes only: inside this
   * one, writers take turns. A full sync of every commit is what makes an answer durable (invariant
   * I1).
   */
  private static final List<String> SETTINGS =
      List.of(
          "pragma busy_timeout = 10000",
          "pragma journal_mode = wal",
          "pragma synchronous = full",
          "pragma foreign_keys = on",
          "pragma trusted_schema = off",
          "pragma cell_size_check = on",
          "pragma journal_size_limit = 67108864",
          "pragma cache_size = -8192");

  private final Connection connection;
  private final Statement control;
  private final PreparedStatements statements = new PreparedStatements();
  private final Handle handle;
  private final Changes changes;
  private boolean syncs = true;

  private SqliteConnection(Connection connection, Changes changes) throws SQLException {
    this.connection = connection;
    this.changes = changes;
    this.control = connection.createStatement();
    this.handle = quiet(Jdbi.create(connection)).setStatementBuilderFactory(_ -> statements).open();
    this.handle.setSqlLogger(statements);
    this.handle.getConfig(DirectQueries.class).use(statements);
  }

  /**
   * A connection that writes.
   *
   * @param changes is told what each commit changes
   */
  static SqliteConnection writing(Path file, Changes changes) throws SQLException {
    return new SqliteConnection(open(file), changes);
  }

  /** The transactions of a connection that was opened already. */
  static SqliteConnection on(Connection connection) throws SQLException {
    return new SqliteConnection(connection, new Changes());
  }

  /** A connection that refuses to write. */
  static SqliteConnection reading(Path file) throws SQLException {
    SqliteConnection connection = on(open(file));
    connection.control.execute("pragma query_only = on");
    return connection;
  }

  /**
   * A connection to a file that nobody has open, which leaves nothing behind: without a log to read
   * the file is taken as unchangeable; with one, what SQLite makes beside it is the caller's to
   * remove.
   */
  static SqliteConnection unused(Path file, boolean hasLog) throws SQLException {
    String address =
        "jdbc:sqlite:file:%s?mode=ro%s"
            .formatted(file.toUri().getRawPath(), hasLog ? "" : "&immutable=1");
    SqliteConnection connection = on(JDBC.createConnection(address, new Properties()));
    connection.control.execute("pragma busy_timeout = 10000");
    connection.control.execute("pragma query_only = on");
    connection.control.execute("pragma cell_size_check = on");
    return connection;
  }

  /** A connection with the settings that all have. */
  static Connection open(Path file) throws SQLException {
    // Not through DriverManager, which would load every driver there is: that is felt at a start.
    Connection connection = JDBC.createConnection("jdbc:sqlite:" + file, new Properties());
    try (Statement statement = connection.createStatement()) {
      for (String setting : SETTINGS) {
        statement.execute(setting);
      }
    }
    return connection;
  }

  /** Makes failures name no bound value: some are secrets. */
  static Jdbi quiet(Jdbi jdbi) {
    jdbi.getConfig(StatementExceptions.class)
        .setMessageRendering(StatementExceptions.MessageRendering.NONE);
    return jdbi;
  }

  /** The format of the file. */
  int format(Migrations migrations) throws SQLException {
    return migrations.found(connection);
  }

  /** What failed in this transaction, when it was the store and not the statement. */
  Optional<SQLException> storesFault() {
    return statements.storesFault();
  }

  Transaction transaction() {
    return new Transaction(handle, Dialect.SQLITE, statements::read);
  }

  /** Begins a transaction that reads one snapshot. */
  void beginRead() throws SQLException {
    begin("begin deferred");
  }

  /**
   * Begins a transaction that writes, and waits for its turn now rather than at its first write.
   *
   * @param synced whether its commit returns after a sync of the log; what earlier commits left
   *     unsynced is synced with it, as the log is one file that only grows
   */
  void beginWrite(boolean synced) throws SQLException {
    if (synced != syncs) {
      control.execute(synced ? "pragma synchronous = full" : "pragma synchronous = normal");
      syncs = synced;
    }
    begin("begin immediate");
  }

  private void begin(String statement) throws SQLException {
    statements.transactionBegins();
    control.execute(statement);
  }

  void commit() throws SQLException {
    statements.check();
    Set<Topic> changed = statements.changed();
    changes.begin(changed);
    try {
      control.execute("commit");
    } finally {
      changes.end(changed);
    }
  }

  void rollback() throws SQLException {
    control.execute("rollback");
  }

  void savepoint() throws SQLException {
    control.execute("savepoint work");
  }

  /** Keeps what was done since the savepoint. Fails when the transaction has ended by itself. */
  void release() throws SQLException {
    statements.check();
    control.execute("release work");
  }

  /**
   * Takes back what was done since the savepoint. Fails when the transaction has ended by itself.
   */
  void rollbackToSavepoint() throws SQLException {
    control.execute("rollback to work");
    release();
  }

  @Override
  public void close() throws SQLException {
    try (connection) {
      control.close();
    }
  }
}
