package dev.berth.metadata;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A SQLite file as the job scheduler sees it: an ordinary source of connections whose writes take
 * turns with {@link GroupWriter}, see {@link JobConnection}. What is given back is kept for the
 * next one.
 */
final class JobConnections implements DataSource, AutoCloseable {
  private static final int MOST = 8;
  private static final long PATIENCE_SECONDS = 30;

  private final Path file;
  private final Semaphore turn;
  private final Semaphore free = new Semaphore(MOST, true);

  /** Guarded by itself; never held while a connection is used. */
  private final Deque<Connection> idle = new ArrayDeque<>();

  private boolean closed;

  JobConnections(Path file, Semaphore turn) {
    this.file = file;
    this.turn = turn;
  }

  @Override
  public Connection getConnection() throws SQLException {
    try {
      if (!free.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new SQLException("%d connections are in use by jobs".formatted(MOST));
      }
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted while waiting for a connection", interruption);
    }
    boolean lent = false;
    try {
      Connection connection = JobConnection.of(idleOrNew(), turn, this::giveBack);
      lent = true;
      return connection;
    } finally {
      if (!lent) {
        free.release();
      }
    }
  }

  private Connection idleOrNew() throws SQLException {
    synchronized (idle) {
      if (closed) {
        throw new SQLException("the database is closed");
      }
      Connection connection = idle.poll();
      if (connection != null) {
        return connection;
      }
    }
    return SqliteConnection.open(file);
  }

  private void giveBack(Connection connection) throws SQLException {
    try {
      boolean surplus;
      synchronized (idle) {
        surplus = closed;
        if (!closed) {
          idle.push(connection);
        }
      }
      if (surplus) {
        connection.close();
      }
    } finally {
      free.release();
    }
  }

  /** Closes what is idle now, and what is in use when it is given back. */
  @Override
  public void close() {
    Deque<Connection> surplus;
    synchronized (idle) {
      closed = true;
      surplus = new ArrayDeque<>(idle);
      idle.clear();
    }
    for (Connection connection : surplus) {
      try {
        connection.close();
      } catch (SQLException failure) {
        throw new DatabaseUnavailable("the database could not be closed", failure);
      }
    }
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return getConnection();
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    throw new SQLException("not a " + type.getName());
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }
}
