package dev.berth.metadata;

/**
 * Where a PostgreSQL database is and who may use it.
 *
 * @param jdbcUrl {@code jdbc:postgresql://HOST:PORT/DATABASE}, with the driver's own parameters for
 *     TLS
 * @param user owner of the schema, because migrations are run as this user
 * @param password never shown
 * @param connections how many transactions may run at once, at least 2
 */
public record PostgresServer(String jdbcUrl, String user, String password, int connections) {
  public PostgresServer {
    if (connections < 2) {
      throw new IllegalArgumentException(
          "a pool of %d connections is too small".formatted(connections));
    }
  }

  @Override
  public String toString() {
    return "PostgresServer[%s, %s, %d connections]".formatted(jdbcUrl, user, connections);
  }
}
