package dev.berth.testkit.metadata;

import dev.berth.metadata.Database;
import dev.berth.metadata.PostgresServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class PostgresMetadataTest extends MetadataContract {
  private static final int CONNECTIONS = 6;

  private EmbeddedPostgres server;
  private Database database;

  @BeforeAll
  void start() throws IOException {
    server = EmbeddedPostgres.builder().start();
    database =
        Database.postgres(
            new PostgresServer(
                server.getJdbcUrl("postgres", "postgres"), "postgres", "postgres", CONNECTIONS));
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
}
