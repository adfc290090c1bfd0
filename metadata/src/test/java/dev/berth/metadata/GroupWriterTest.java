package dev.berth.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GroupWriterTest {
  private static final int PAGES_LEFT = 20;
  private static final int TOO_LARGE = 1 << 20;

  /** SQLite's numbers for what {@code pragma synchronous} says. */
  private static final int NORMAL = 1;

  private static final int FULL = 2;

  @TempDir Path folder;

  @Test
  void what_does_not_fit_on_the_disk_is_refused_and_its_neighbours_are_stored() throws Exception {
    Path file = folder.resolve("berth.db");
    Database.sqlite(file).close();
    try (GroupWriter writer =
        new GroupWriter(SqliteConnection.on(almostFull(file)), new Semaphore(1))) {
      CountDownLatch release = new CountDownLatch(1);
      FutureTask<String> holding =
          started(
              writer,
              _ -> {
                await().until(() -> release.getCount() == 0);
                return "held";
              });
      FutureTask<String> before = started(writer, t -> put(t, "before", 1));
      FutureTask<String> large = started(writer, t -> put(t, "large", TOO_LARGE));
      FutureTask<String> after = started(writer, t -> put(t, "after", 1));
      release.countDown();

      assertThat(holding.get()).isEqualTo("held");
      assertThat(before.get()).isEqualTo("done");
      assertThat(after.get()).isEqualTo("done");
      assertThatThrownBy(large::get)
          .hasCauseInstanceOf(DatabaseFull.class)
          .hasStackTraceContaining("SQLITE_FULL");
    }
    try (Database database = Database.sqlite(file)) {
      assertThat(database.<Integer>read(t -> size(t, "before") + size(t, "after"))).isEqualTo(2);
      assertThat(database.<Integer>read(t -> size(t, "large"))).isZero();
    }
  }

  @Test
  void a_group_is_synced_unless_nobody_in_it_asks_for_it() throws Exception {
    Path file = folder.resolve("berth.db");
    Database.sqlite(file).close();
    Connection connection = SqliteConnection.open(file);
    try (GroupWriter writer = new GroupWriter(SqliteConnection.on(connection), new Semaphore(1))) {
      assertThat(writer.<Integer>writeUnsynced(_ -> synchronous(connection))).isEqualTo(NORMAL);
      assertThat(writer.<Integer>write(_ -> synchronous(connection))).isEqualTo(FULL);
      assertThat(writer.<Integer>writeUnsynced(_ -> synchronous(connection))).isEqualTo(NORMAL);

      CountDownLatch release = new CountDownLatch(1);
      FutureTask<String> holding =
          started(
              writer,
              _ -> {
                await().until(() -> release.getCount() == 0);
                return "held";
              });
      FutureTask<Integer> unsynced =
          new FutureTask<>(() -> writer.<Integer>writeUnsynced(_ -> synchronous(connection)));
      Thread caller = Thread.ofPlatform().start(unsynced);
      await().until(() -> caller.getState() == Thread.State.TIMED_WAITING);
      FutureTask<String> synced = started(writer, t -> put(t, "beside", 1));
      release.countDown();

      assertThat(holding.get()).isEqualTo("held");
      assertThat(synced.get()).isEqualTo("done");
      assertThat(unsynced.get()).isEqualTo(FULL);
    }
  }

  /** How the running transaction will be committed. */
  private static int synchronous(Connection connection) {
    try (Statement statement = connection.createStatement()) {
      return statement.executeQuery("pragma synchronous").getInt(1);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static Connection almostFull(Path file) throws SQLException {
    Connection connection = SqliteConnection.open(file);
    try (Statement statement = connection.createStatement()) {
      int pages = statement.executeQuery("pragma page_count").getInt(1);
      statement.execute("pragma max_page_count = %d".formatted(pages + PAGES_LEFT));
    }
    return connection;
  }

  /** A write that is running or waits in the queue when this returns. */
  private static FutureTask<String> started(
      GroupWriter writer, Function<Transaction, String> work) {
    FutureTask<String> task = new FutureTask<>(() -> writer.write(work));
    Thread caller = Thread.ofPlatform().start(task);
    await().until(() -> caller.getState() == Thread.State.TIMED_WAITING);
    return task;
  }

  private static String put(Transaction transaction, String name, int size) {
    transaction.settings().put(name, new byte[size]);
    return "done";
  }

  private static int size(Transaction transaction, String name) {
    return transaction.settings().find(name).map(value -> value.length).orElse(0);
  }
}
