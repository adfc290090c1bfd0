package dev.berth.testkit.guard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Everything that a running Berth has stored, as text to compare: every row of every table of its
 * embedded database, and every blob file with its size. Only the timetable of the jobs is left out,
 * which changes by itself.
 *
 * @param tables the rows of each table, sorted
 * @param blobs the size of each file in the folder of blobs
 */
public record StoredState(TreeMap<String, List<String>> tables, TreeMap<String, Long> blobs) {
  /** The timetable of jobs, what they did, and when keys were used: written beside requests. */
  private static final Set<String> LEFT_OUT =
      Set.of("scheduled_tasks", "collection_run", "collection_tally", "access_key_use");

  /** What is stored in this data folder now. */
  public static StoredState of(Path data) {
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:sqlite:file:" + data.resolve("metadata.db") + "?mode=ro");
        Statement statement = connection.createStatement()) {
      TreeMap<String, List<String>> tables = new TreeMap<>();
      for (String table :
          rows(statement, "select name from sqlite_master where type = 'table' order by name")) {
        if (!LEFT_OUT.contains(table)) {
          // how a call ended is added to its audit entry a moment after its answer
          String columns = table.equals("audit_entry") ? "id, request_id" : "*";
          tables.put(table, rows(statement, "select %s from \"%s\"".formatted(columns, table)));
        }
      }
      return new StoredState(tables, blobs(data.resolve("blobs")));
    } catch (SQLException e) {
      throw new IllegalStateException("the database cannot be read", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many rows a table has; none when there is no such table. */
  public int count(String table) {
    return tables.getOrDefault(table, List.of()).size();
  }

  private static List<String> rows(Statement statement, String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (ResultSet result = statement.executeQuery(query)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> values = new ArrayList<>();
        for (int column = 1; column <= columns; column++) {
          values.add(shown(result.getObject(column)));
        }
        rows.add(String.join("|", values));
      }
    }
    rows.sort(null);
    return rows;
  }

  private static String shown(Object value) {
    return value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : String.valueOf(value);
  }

  private static TreeMap<String, Long> blobs(Path folder) throws IOException {
    TreeMap<String, Long> sizes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        sizes.put(folder.relativize(file).toString(), Files.size(file));
      }
    }
    return sizes;
  }
}
