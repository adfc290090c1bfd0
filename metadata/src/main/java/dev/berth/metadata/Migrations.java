package dev.berth.metadata;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/**
 * The numbered steps from an empty database to the format that this Berth knows; forward only.
 *
 * <p>The steps are named here, not searched for, and Flyway is not even loaded for a database that
 * has the known format: both would be felt at every start.
 */
final class Migrations {
  static final List<String> NAMES =
      List.of(
          "V1__hold_registries_images_and_jobs.sql",
          "V2__hold_users_groups_roles_and_policies.sql",
          "V3__hold_sessions.sql",
          "V4__hold_resource_policies.sql",
          "V5__hold_the_audit_trail.sql",
          "V6__remember_referrers_without_subject.sql",
          "V7__count_images_of_a_repository.sql",
          "V8__hold_archived_images.sql",
          "V9__end_logins_by_tokens_of_issuers.sql",
          "V10__hold_account_settings.sql",
          "V11__hold_lifecycle_policies.sql",
          "V12__hold_creation_templates.sql",
          "V13__tell_what_collection_freed.sql",
          "V14__hold_the_outbox.sql",
          "V15__hold_pull_through_cache_rules.sql",
          "V16__hold_configurations_of_registries.sql",
          "V17__deliver_events_to_sinks.sql",
          "V18__keep_what_was_deleted.sql");
  private static final String HISTORY = "flyway_schema_history";

  private final Dialect dialect;
  private final String store;
  private final List<String> names;

  /**
   * @param store how messages call the database
   */
  Migrations(Dialect dialect, String store) {
    this(dialect, store, NAMES);
  }

  /** As if these were all the steps that there are. */
  Migrations(Dialect dialect, String store, List<String> names) {
    this.dialect = dialect;
    this.store = store;
    this.names = names;
  }

  /** The format after the last step: its number. */
  int known() {
    String last = names.getLast();
    return Integer.parseInt(last.substring(1, last.indexOf("__")));
  }

  /**
   * The format that the database has, 0 when it has none; refuses one that is too new with {@link
   * NewerFormat}.
   */
  int found(Connection connection) throws SQLException {
    int found = isNew(connection) ? 0 : newest(connection);
    if (found > known()) {
      throw new NewerFormat(store, found, known());
    }
    return found;
  }

  private boolean isNew(Connection connection) throws SQLException {
    try (ResultSet tables =
        connection.getMetaData().getTables(null, schema(connection), HISTORY, null)) {
      return !tables.next();
    }
  }

  private @Nullable String schema(Connection connection) throws SQLException {
    return dialect == Dialect.SQLITE ? null : connection.getSchema();
  }

  private static int newest(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                select max(cast(version as integer))
                  from flyway_schema_history
                 where success
                """)) {
      return row.next() ? row.getInt(1) : 0;
    }
  }

  /** Brings the database to the known format. */
  void migrate(DataSource database) {
    Flyway.configure(Migrations.class.getClassLoader())
        .dataSource(database)
        .resourceProvider(new MigrationFiles(folder(), names))
        .javaMigrationClassProvider(List::of)
        .skipDefaultCallbacks(true)
        .loggers("slf4j")
        .table(HISTORY)
        .load()
        .migrate();
  }

  private String folder() {
    return switch (dialect) {
      case SQLITE -> "migrations/sqlite/";
      case POSTGRESQL -> "migrations/postgresql/";
    };
  }
}
