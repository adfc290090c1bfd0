package dev.berth.metadata;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementBuilder;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * The statements of one SQLite connection: each text is prepared once, for the life of the
 * connection. The texts are constants of the table classes, so their number is bounded.
 *
 * <p>SQLite may end a transaction by itself when a statement fails for another reason than a
 * constraint, and what follows would then be stored at once, each for itself. So after such a
 * failure no statement runs until {@link #transactionBegins}.
 */
final class PreparedStatements implements StatementBuilder, SqlLogger, DirectQueries.Statements {
  private static final int CONSTRAINT = 19;

  private static final int FULL = 13;

  /**
   * Busy, locked, no memory, interrupted, I/O error, corrupt, full, cannot open, not a database.
   */
  private static final Set<Integer> STORES_FAULT = Set.of(5, 6, 7, 9, 10, 11, 13, 14, 26);

  private final Map<String, Kept> statements = new HashMap<>();
  private final Set<String> read = new HashSet<>();
  private final Set<Topic> changed = EnumSet.noneOf(Topic.class);
  private @Nullable SQLException broken;

  private record Kept(PreparedStatement statement, Footprint footprint) {}

  void transactionBegins() {
    broken = null;
    read.clear();
    changed.clear();
  }

  /** The tables that the statements of this transaction have named so far. */
  Set<String> read() {
    return Set.copyOf(read);
  }

  /** The topics that this transaction may have changed so far. */
  Set<Topic> changed() {
    return Set.copyOf(changed);
  }

  /** Throws when a statement has failed in a way that may have ended the transaction. */
  void check() throws SQLException {
    if (broken != null) {
      throw new SQLException("the transaction failed at an earlier statement", broken);
    }
  }

  /** What failed in this transaction, when it was the store that failed and not the statement. */
  Optional<SQLException> storesFault() {
    return Optional.ofNullable(broken)
        .filter(failure -> STORES_FAULT.contains(primaryCode(failure)));
  }

  /** Whether a failure, or the one before it in its transaction, was that of a full disk. */
  static boolean saysFull(SQLException failure) {
    return primaryCode(failure) == FULL
        || (failure.getCause() instanceof SQLException earlier && saysFull(earlier));
  }

  /** Extended codes keep the primary one in their lowest byte. */
  private static int primaryCode(SQLException failure) {
    return failure.getErrorCode() & 0xff;
  }

  @Override
  public Statement create(Connection connection, StatementContext context) throws SQLException {
    throw new SQLException("scripts are for migrations");
  }

  @Override
  public PreparedStatement create(Connection connection, String sql, StatementContext context)
      throws SQLException {
    return take(connection, sql);
  }

  @Override
  public PreparedStatement take(Connection connection, String sql) throws SQLException {
    check();
    Kept kept = statements.get(sql);
    if (kept == null) {
      kept = new Kept(connection.prepareStatement(sql), Footprint.of(sql));
      statements.put(sql, kept);
    }
    read.addAll(kept.footprint().read());
    changed.addAll(kept.footprint().changed());
    return kept.statement();
  }

  @Override
  public void giveBack(PreparedStatement statement) {
    try {
      statement.clearParameters();
    } catch (SQLException _) {
      // The driver has closed a statement that failed; the next use prepares it anew.
      statements.values().removeIf(kept -> kept.statement().equals(statement));
    }
  }

  @Override
  public CallableStatement createCall(Connection connection, String sql, StatementContext context)
      throws SQLException {
    throw new SQLException("no procedures are called");
  }

  @Override
  public void close(Connection connection, String sql, Statement statement) {
    giveBack((PreparedStatement) statement);
  }

  @Override
  public void logException(StatementContext context, SQLException failure) {
    failed(failure);
  }

  @Override
  public void failed(SQLException failure) {
    if (primaryCode(failure) != CONSTRAINT) {
      broken = failure;
    }
  }
}
