package dev.berth.testkit.collection.model;

import dev.berth.metadata.Database;
import dev.berth.metadata.PostgresServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A server of PostgreSQL with as many new databases as are asked for. */
final class PostgresServers implements AutoCloseable {
  private static final int CONNECTIONS = 3;

  private final EmbeddedPostgres server;
  private int made;

  PostgresServers() throws IOException {
    server =
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", "off") // nothing here is about a loss of power
            .start();
  }

  Database database() throws SQLException {
    String name = "model_" + made++;
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
    }
    return Database.postgres(
        new PostgresServer(
            server.getJdbcUrl("postgres", name), "postgres", "a password", CONNECTIONS));
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
