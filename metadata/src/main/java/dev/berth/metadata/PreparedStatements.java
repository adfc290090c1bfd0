package dev.berth.metadata;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementBuilder;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * The statements of one SQLite connection: each text is prepared once, for the life of the
 * connection. The texts are constants of the table classes, so their number is bounded.
 *
 * <p>SQLite may end a transaction by itself when a statement fails for another reason than a
 * constraint, and what follows would then be stored at once, each for itself. So after such a
 * failure no statement runs until {@link #transactionBegins}.
 */
final class PreparedStatements implements StatementBuilder, SqlLogger {
  private static final int SQLITE_CONSTRAINT = 19;

  private final Map<String, PreparedStatement> statements = new HashMap<>();
  private boolean broken;

  void transactionBegins() {
    broken = false;
  }

  boolean isBroken() {
    return broken;
  }

  @Override
  public Statement create(Connection connection, StatementContext context) throws SQLException {
    throw new SQLException("scripts are for migrations");
  }

  @Override
  public PreparedStatement create(Connection connection, String sql, StatementContext context)
      throws SQLException {
    if (broken) {
      throw new SQLException("the transaction failed at an earlier statement");
    }
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      statements.put(sql, statement);
    }
    return statement;
  }

  @Override
  public CallableStatement createCall(Connection connection, String sql, StatementContext context)
      throws SQLException {
    throw new SQLException("no procedures are called");
  }

  @Override
  public void close(Connection connection, String sql, Statement statement) {
    try {
      ((PreparedStatement) statement).clearParameters();
    } catch (SQLException _) {
      // The driver has closed a statement that failed; the next use prepares it anew.
      statements.values().remove(statement);
    }
  }

  @Override
  public void logException(StatementContext context, SQLException failure) {
    // Extended codes keep the primary one in their lowest byte.
    if ((failure.getErrorCode() & 0xff) != SQLITE_CONSTRAINT) {
      broken = true;
    }
  }
}
