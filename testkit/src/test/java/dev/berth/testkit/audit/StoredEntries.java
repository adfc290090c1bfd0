package dev.berth.testkit.audit;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The entries that are stored with changes, read past the server: as a running or killed Berth left
 * them.
 *
 * @param entries in the order of their commits
 */
record StoredEntries(List<JsonNode> entries) {
  private static final JsonMapper JSON = new JsonMapper();

  static StoredEntries of(Path data) {
    List<JsonNode> entries = new ArrayList<>();
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:sqlite:file:" + data.resolve("metadata.db") + "?mode=ro");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select document from audit_entry order by id")) {
      while (rows.next()) {
        entries.add(JSON.readTree(rows.getString(1)));
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the entries cannot be read", e);
    }
    return new StoredEntries(entries);
  }

  /** Only some of them. */
  StoredEntries where(Predicate<JsonNode> which) {
    return new StoredEntries(entries.stream().filter(which).toList());
  }

  /** Only those about a repository. */
  StoredEntries about(String repository) {
    return where(
        entry -> entry.at("/requestParameters/repositoryName").asString("").equals(repository));
  }

  /** What they are called, in their order. */
  List<String> names() {
    return entries.stream().map(entry -> entry.path("eventName").asString("")).toList();
  }

  /** The last one of that name. */
  JsonNode last(String name) {
    return where(entry -> entry.path("eventName").asString("").equals(name)).entries().getLast();
  }
}
