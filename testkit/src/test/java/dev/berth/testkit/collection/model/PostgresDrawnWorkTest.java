package dev.berth.testkit.collection.model;

import dev.berth.metadata.Database;
import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** On a server that others write to as well. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PostgresDrawnWorkTest extends DrawnWorkContract {
  private PostgresServers server;

  @BeforeAll
  void start() throws IOException {
    server = new PostgresServers();
  }

  @AfterAll
  void stop() throws IOException {
    server.close();
  }

  @Override
  Database database() throws SQLException {
    return server.database();
  }

  @Override
  int share() {
    return 4;
  }
}
