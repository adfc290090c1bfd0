package dev.berth.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.berth.model.AccountId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteDatabaseTest {
  private static final AccountId ACCOUNT = new AccountId("123456789012");

  @TempDir Path folder;
  private Path file;
  private Database database;

  @BeforeEach
  void open() {
    file = folder.resolve("data/berth.db");
    database = Database.sqlite(file);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void what_was_written_is_there_after_the_file_was_closed_and_opened_again() {
    put("name", "value");
    database.close();
    database = Database.sqlite(file);
    assertThat(found(database, "name")).isEqualTo("value");
  }

  @Test
  void the_files_as_they_lie_after_a_write_hold_it() throws IOException {
    put("name", "value");
    Path copy = folder.resolve("copy");
    Files.createDirectories(copy);
    for (String name : List.of("berth.db", "berth.db-wal")) {
      Files.copy(file.resolveSibling(name), copy.resolve(name));
    }
    try (Database killed = Database.sqlite(copy.resolve("berth.db"))) {
      assertThat(found(killed, "name")).isEqualTo("value");
    }
  }

  @Test
  void what_was_written_unsynced_is_seen_at_once_and_survives_the_process() throws IOException {
    String done =
        database.writeUnsynced(
            transaction -> {
              transaction.settings().put("name", "value".getBytes(StandardCharsets.UTF_8));
              return "done";
            });
    assertThat(done).isEqualTo("done");
    assertThat(found(database, "name")).isEqualTo("value");
    Path copy = folder.resolve("copy");
    Files.createDirectories(copy);
    for (String name : List.of("berth.db", "berth.db-wal")) {
      Files.copy(file.resolveSibling(name), copy.resolve(name));
    }
    try (Database killed = Database.sqlite(copy.resolve("berth.db"))) {
      assertThat(found(killed, "name")).isEqualTo("value");
    }
  }

  @Test
  void every_connection_syncs_in_full_and_enforces_foreign_keys() throws SQLException {
    try (Connection connection = SqliteConnection.open(file);
        Statement statement = connection.createStatement()) {
      assertThat(one(statement, "pragma journal_mode")).isEqualTo("wal");
      assertThat(one(statement, "pragma synchronous")).isEqualTo("2");
      assertThat(one(statement, "pragma foreign_keys")).isEqualTo("1");
    }
  }

  @Test
  void closing_finishes_what_waits_and_refuses_what_comes_later() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    FutureTask<String> holding = hold(release);
    List<FutureTask<String>> waiting = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      String name = "waiting-" + i;
      waiting.add(queued(() -> put(name, "value")));
    }
    FutureTask<String> closing =
        running(
            () -> {
              database.close();
              return "closed";
            });
    release.countDown();

    assertThat(holding.get()).isEqualTo("held");
    for (FutureTask<String> write : waiting) {
      assertThat(write.get()).isEqualTo("done");
    }
    assertThat(closing.get()).isEqualTo("closed");
    assertThatThrownBy(() -> put("late", "value")).isInstanceOf(DatabaseUnavailable.class);
    assertThatThrownBy(() -> found(database, "late")).isInstanceOf(DatabaseUnavailable.class);
    database = Database.sqlite(file);
    assertThat(found(database, "waiting-4")).isEqualTo("value");
  }

  @Test
  void an_interrupt_withdraws_a_write_that_has_not_begun() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    FutureTask<String> holding = hold(release);
    FutureTask<String> write = new FutureTask<>(() -> put("withdrawn", "value"));
    Thread caller = Thread.ofPlatform().start(write);
    await().until(() -> caller.getState() == Thread.State.TIMED_WAITING);
    caller.interrupt();
    assertThatThrownBy(write::get).hasCauseInstanceOf(DatabaseUnavailable.class);
    release.countDown();
    holding.get();
    put("next", "value");
    assertThat(found(database, "withdrawn")).isEqualTo("nothing");
  }

  @Test
  void when_a_group_fails_as_a_whole_only_the_write_at_fault_fails() throws Exception {
    // Ends the whole transaction, as a full disk would, not just the statement.
    executed(
        """
        create trigger poison
        before insert on setting
        when new.name = 'poison'
        begin
          select raise(rollback, 'the transaction is gone');
        end
        """);
    CountDownLatch release = new CountDownLatch(1);
    FutureTask<String> holding = hold(release);
    FutureTask<String> before = queued(() -> put("before", "value"));
    FutureTask<String> fault = queued(() -> put("poison", "value"));
    FutureTask<String> after = queued(() -> put("after", "value"));
    release.countDown();

    assertThat(holding.get()).isEqualTo("held");
    assertThat(before.get()).isEqualTo("done");
    assertThat(after.get()).isEqualTo("done");
    assertThatThrownBy(fault::get)
        .isInstanceOf(ExecutionException.class)
        .hasStackTraceContaining("the transaction is gone");
    assertThat(found(database, "before")).isEqualTo("value");
    assertThat(found(database, "after")).isEqualTo("value");
    assertThat(found(database, "poison")).isEqualTo("nothing");
  }

  @Test
  void after_a_failure_that_may_have_ended_the_transaction_nothing_more_is_stored()
      throws SQLException {
    executed(
        """
        create trigger overflow
        before insert on setting
        when new.name = 'overflow'
        begin
          select abs(-9223372036854775807 - 1);
        end
        """);
    assertThatThrownBy(
            () ->
                database.write(
                    t -> {
                      t.settings().put("first", new byte[0]);
                      assertThatThrownBy(() -> t.settings().put("overflow", new byte[0]))
                          .hasStackTraceContaining("integer overflow");
                      t.settings().put("second", new byte[0]);
                      return "done";
                    }))
        .isInstanceOf(RuntimeException.class);
    assertThat(found(database, "first")).isEqualTo("nothing");
    assertThat(found(database, "second")).isEqualTo("nothing");
    put("third", "value");
    assertThat(found(database, "third")).isEqualTo("value");
  }

  @Test
  void a_write_inside_a_write_is_refused_instead_of_waiting_for_itself() {
    assertThatThrownBy(() -> database.write(_ -> put("inner", "value")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void a_job_reads_beside_a_write_that_is_under_way() throws Exception {
    put("name", "value");
    CountDownLatch release = new CountDownLatch(1);
    FutureTask<String> holding = hold(release);
    try (Connection connection = database.jobs().getConnection();
        Statement statement = connection.createStatement()) {
      assertThat(one(statement, "select count(*) from setting")).isEqualTo("1");
    }
    release.countDown();
    holding.get();
  }

  @Test
  void a_write_waits_for_the_end_of_a_jobs_transaction() throws Exception {
    FutureTask<String> write;
    try (Connection connection = database.jobs().getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.executeUpdate(
          "insert into account (id, created_at) values ('%s', 0)".formatted(ACCOUNT));
      write = queued(() -> put("name", "value"));
      connection.commit();
      connection.setAutoCommit(true);
    }
    assertThat(write.get()).isEqualTo("done");
    boolean stored = database.read(t -> t.accounts().exists(ACCOUNT));
    assertThat(stored).isTrue();
  }

  @Test
  void a_jobs_transaction_that_is_not_committed_is_undone_when_it_is_given_back()
      throws SQLException {
    try (Connection connection = database.jobs().getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.executeUpdate(
          "insert into account (id, created_at) values ('%s', 0)".formatted(ACCOUNT));
    }
    put("name", "value");
    boolean stored = database.read(t -> t.accounts().exists(ACCOUNT));
    assertThat(stored).isFalse();
    try (Connection connection = database.jobs().getConnection()) {
      assertThat(connection.getAutoCommit()).isTrue();
    }
  }

  private String put(String name, String value) {
    return database.write(
        t -> {
          t.settings().put(name, value.getBytes(StandardCharsets.UTF_8));
          return "done";
        });
  }

  private static String found(Database database, String name) {
    return database
        .read(t -> t.settings().find(name))
        .map(value -> new String(value, StandardCharsets.UTF_8))
        .orElse("nothing");
  }

  /** A write that keeps the writer busy until it is released. */
  private FutureTask<String> hold(CountDownLatch release) {
    CountDownLatch holding = new CountDownLatch(1);
    FutureTask<String> hold =
        running(
            () ->
                database.write(
                    _ -> {
                      holding.countDown();
                      await().until(() -> release.getCount() == 0);
                      return "held";
                    }));
    await().until(() -> holding.getCount() == 0);
    return hold;
  }

  /** A write that waits in the queue when this returns. */
  private static FutureTask<String> queued(Callable<String> write) {
    FutureTask<String> task = new FutureTask<>(write);
    Thread caller = Thread.ofPlatform().start(task);
    await().until(() -> caller.getState() == Thread.State.TIMED_WAITING);
    return task;
  }

  private static FutureTask<String> running(Callable<String> work) {
    FutureTask<String> task = new FutureTask<>(work);
    Thread.ofPlatform().start(task);
    return task;
  }

  private void executed(String sql) throws SQLException {
    try (Connection connection = database.jobs().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String one(Statement statement, String query) throws SQLException {
    try (ResultSet row = statement.executeQuery(query)) {
      assertThat(row.next()).isTrue();
      return row.getString(1);
    }
  }
}
