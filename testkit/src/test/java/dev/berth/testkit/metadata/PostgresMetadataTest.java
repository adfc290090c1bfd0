package dev.berth.testkit.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.metadata.Database;
import dev.berth.metadata.DatabaseUnavailable;
import dev.berth.metadata.NewerFormat;
import dev.berth.metadata.PostgresServer;
import dev.berth.model.Repository;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class PostgresMetadataTest extends MetadataContract {
  private static final int CONNECTIONS = 6;

  private EmbeddedPostgres server;
  private Database database;

  @BeforeAll
  void start() throws IOException {
    server = EmbeddedPostgres.builder().start();
    database = Database.postgres(address("postgres"));
  }

  private PostgresServer address(String name) {
    return new PostgresServer(
        server.getJdbcUrl("postgres", name), "postgres", "a password", CONNECTIONS);
  }

  @AfterAll
  void stop() throws IOException {
    database.close();
    server.close();
  }

  @Override
  public Database database() {
    return database;
  }

  @Override
  public boolean overlaps() {
    return true;
  }

  @Override
  public boolean waitsForAnother(Thread writing) {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                select count(*)
                  from pg_locks
                 where not granted
                """)) {
      return row.next() && row.getLong(1) > 0;
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  @Test
  void two_processes_that_start_at_once_migrate_a_new_database_once() throws Exception {
    execute("postgres", "create database twice");
    FutureTask<Database> one = new FutureTask<>(() -> Database.postgres(address("twice")));
    FutureTask<Database> other = new FutureTask<>(() -> Database.postgres(address("twice")));
    Thread.ofPlatform().start(one);
    Thread.ofPlatform().start(other);
    try (Database first = one.get();
        Database second = other.get()) {
      Repository made = new GivenRows(first).repository();
      Optional<Repository> found = second.read(t -> t.repositories().find(made.address()));
      assertThat(found).contains(made);
    }
  }

  @Test
  void a_database_that_a_newer_berth_wrote_is_refused() throws SQLException {
    execute("postgres", "create database newer");
    Database.postgres(address("newer")).close();
    execute(
        "newer",
        """
        insert into flyway_schema_history
               (installed_rank, version, description, type, script, installed_by, execution_time, success)
        values (99, '99', 'later', 'SQL', 'V99__later.sql', 'postgres', 1, true)
        """);
    assertThatThrownBy(() -> Database.postgres(address("newer")))
        .isInstanceOfSatisfying(
            NewerFormat.class, refusal -> assertThat(refusal.found()).isEqualTo(99));
  }

  @Test
  void a_lost_connection_is_the_servers_fault_and_the_next_write_has_another() throws SQLException {
    execute("postgres", "create database lost");
    try (Database lost = Database.postgres(address("lost"))) {
      assertThatThrownBy(
              () ->
                  lost.write(
                      t -> {
                        t.accounts().insert(GivenRows.ACCOUNT, GivenRows.NOW);
                        endTransactionsOf("lost");
                        return t.accounts().all();
                      }))
          .isInstanceOf(DatabaseUnavailable.class);
      boolean stored = lost.write(t -> t.accounts().exists(GivenRows.ACCOUNT));
      assertThat(stored).isFalse();
    }
  }

  /** Not the idle connections: the pool may have made one more, and gives it out next. */
  private void endTransactionsOf(String name) {
    try {
      execute(
          "postgres",
          """
          select pg_terminate_backend(pid)
            from pg_stat_activity
           where datname = '%s'
             and state = 'idle in transaction'
          """
              .formatted(name));
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  @Test
  void a_server_is_told_without_its_password() {
    assertThat(address("postgres")).asString().doesNotContain("a password");
  }

  private void execute(String name, String sql) throws SQLException {
    try (Connection connection = server.getDatabase("postgres", name).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
