package dev.berth.metadata;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.config.JdbiConfig;

/**
 * Statements that nearly every request makes, straight through JDBC: what Jdbi adds to a statement,
 * names of parameters and columns, took a third of a pull's processor time (docs/performance.md).
 * Everything else goes through Jdbi.
 */
public final class DirectQueries implements JdbiConfig<DirectQueries> {
  private Statements statements = new Unkept();

  /** Where prepared statements come from. */
  interface Statements {
    PreparedStatement take(Connection connection, String sql) throws SQLException;

    void giveBack(PreparedStatement statement) throws SQLException;

    /** Told when a statement failed, before the caller is. */
    void failed(SQLException failure);
  }

  /** What is made of a row. */
  @FunctionalInterface
  interface Reading<R> {
    R of(ResultSet row) throws SQLException;
  }

  /** A statement that the database did not run; the cause says why. */
  static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Failed(SQLException cause) {
      super("a query failed", cause);
    }
  }

  void use(Statements source) {
    this.statements = source;
  }

  /**
   * The first row, if there is one.
   *
   * @param values of the statement's question marks, in their order: texts and numbers
   */
  static <R> Optional<R> first(Handle handle, String sql, Reading<R> reading, Object... values) {
    Statements statements = handle.getConfig(DirectQueries.class).statements;
    try {
      PreparedStatement statement = statements.take(handle.getConnection(), sql);
      try {
        for (int i = 0; i < values.length; i++) {
          bind(statement, i + 1, values[i]);
        }
        try (ResultSet rows = statement.executeQuery()) {
          return rows.next() ? Optional.of(reading.of(rows)) : Optional.empty();
        }
      } finally {
        statements.giveBack(statement);
      }
    } catch (SQLException failure) {
      statements.failed(failure);
      throw new Failed(failure);
    }
  }

  /**
   * Runs a statement that gives no rows.
   *
   * @param values of the statement's question marks, in their order: texts and numbers
   */
  static void execute(Handle handle, String sql, Object... values) {
    Statements statements = handle.getConfig(DirectQueries.class).statements;
    try {
      PreparedStatement statement = statements.take(handle.getConnection(), sql);
      try {
        for (int i = 0; i < values.length; i++) {
          bind(statement, i + 1, values[i]);
        }
        statement.executeUpdate();
      } finally {
        statements.giveBack(statement);
      }
    } catch (SQLException failure) {
      statements.failed(failure);
      throw new Failed(failure);
    }
  }

  private static void bind(PreparedStatement statement, int index, Object value)
      throws SQLException {
    switch (value) {
      case String text -> statement.setString(index, text);
      case Long number -> statement.setLong(index, number);
      default -> throw new IllegalArgumentException("no column holds a " + value.getClass());
    }
  }

  @Override
  public DirectQueries createCopy() {
    DirectQueries copy = new DirectQueries();
    copy.use(statements);
    return copy;
  }

  /** Prepared for one use: the driver of PostgreSQL keeps them by itself. */
  private static final class Unkept implements Statements {
    @Override
    public PreparedStatement take(Connection connection, String sql) throws SQLException {
      return connection.prepareStatement(sql);
    }

    @Override
    public void giveBack(PreparedStatement statement) throws SQLException {
      statement.close();
    }

    @Override
    public void failed(SQLException failure) {
      // the transaction ends with the exception
    }
  }
}
