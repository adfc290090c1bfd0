package dev.berth.metadata;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * A lent connection. A statement that commits by itself holds the turn while it runs, unless it
 * only reads: then it goes on beside the writer. With auto-commit off, the turn is held until it is
 * on again or the connection is closed, so that a read and the write that follows from it see the
 * same rows.
 */
final class JobConnection implements InvocationHandler {
  private final Connection connection;
  private final Semaphore turn;
  private final Return giveBack;
  private boolean holdsTurn;
  private boolean closed;

  /** Where a connection goes after use. */
  @FunctionalInterface
  interface Return {
    void accept(Connection connection) throws SQLException;
  }

  private JobConnection(Connection connection, Semaphore turn, Return giveBack) {
    this.connection = connection;
    this.turn = turn;
    this.giveBack = giveBack;
  }

  static Connection of(Connection connection, Semaphore turn, Return giveBack) {
    return proxy(Connection.class, new JobConnection(connection, turn, giveBack));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    return switch (method.getName()) {
      case "close" -> {
        close();
        yield null;
      }
      case "isClosed" -> closed;
      case "setAutoCommit" -> {
        setAutoCommit(Boolean.TRUE.equals(first(arguments)));
        yield null;
      }
      case "prepareStatement", "createStatement" -> {
        Object statement = Objects.requireNonNull(delegate(connection, method, arguments));
        yield proxy(method.getReturnType(), new Turns(statement, isRead(arguments)));
      }
      default -> delegate(connection, method, arguments);
    };
  }

  private void setAutoCommit(boolean on) throws SQLException {
    if (!on && !holdsTurn) {
      turn.acquireUninterruptibly();
      holdsTurn = true;
    }
    connection.setAutoCommit(on);
    if (on) {
      releaseTurn();
    }
  }

  private void close() throws SQLException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if (holdsTurn) {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    } finally {
      releaseTurn();
      giveBack.accept(connection);
    }
  }

  private void releaseTurn() {
    if (holdsTurn) {
      holdsTurn = false;
      turn.release();
    }
  }

  private static boolean isRead(Object @Nullable [] arguments) {
    return first(arguments) instanceof String sql
        && sql.stripLeading().toLowerCase(Locale.ROOT).startsWith("select");
  }

  private static @Nullable Object first(Object @Nullable [] arguments) {
    return arguments == null || arguments.length == 0 ? null : arguments[0];
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            JobConnection.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static @Nullable Object delegate(
      Object target, Method method, Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException failure) {
      throw failure.getTargetException();
    }
  }

  /**
   * A statement that takes the turn for itself when its connection does not hold it and it may
   * write.
   */
  private final class Turns implements InvocationHandler {
    private final Object statement;
    private final boolean reads;

    Turns(Object statement, boolean reads) {
      this.statement = statement;
      this.reads = reads;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
        throws Throwable {
      boolean runs = method.getName().startsWith("execute");
      if (!runs || holdsTurn || reads || isRead(arguments)) {
        return delegate(statement, method, arguments);
      }
      turn.acquireUninterruptibly();
      try {
        return delegate(statement, method, arguments);
      } finally {
        turn.release();
      }
    }
  }
}
