package dev.berth.metadata;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a SQLite file to the format that this Berth knows, after copying one that holds something
 * beside itself.
 */
final class SqliteMigration {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteMigration.class);

  private final Path file;
  private final Path folder;
  private final Migrations migrations;

  SqliteMigration(Path file) {
    this(file, new Migrations(Dialect.SQLITE, file.toString()));
  }

  SqliteMigration(Path file, Migrations migrations) {
    this.file = file;
    this.folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file's folder");
    this.migrations = migrations;
  }

  void run() {
    try {
      Files.createDirectories(folder);
      int found = found();
      if (found == migrations.known()) {
        return;
      }
      if (found > 0) {
        keepCopy(found);
      }
      try (JobConnections connections = new JobConnections(file, new Semaphore(1))) {
        migrations.migrate(connections);
      }
      sync(file);
      sync(folder);
    } catch (SQLException failure) {
      throw new DatabaseUnavailable("%s cannot be opened".formatted(file), failure);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The file's format; afterwards all of it is in the file itself, nothing in its log. */
  private int found() throws SQLException {
    try (Connection connection = SqliteConnection.open(file);
        Statement statement = connection.createStatement()) {
      int found = migrations.found(connection);
      statement.execute("pragma wal_checkpoint(truncate)");
      return found;
    }
  }

  private void keepCopy(int found) throws IOException {
    Path copy = file.resolveSibling(file.getFileName() + ".before-V" + migrations.known());
    Path unfinished = file.resolveSibling(copy.getFileName() + ".new");
    Files.copy(file, unfinished, StandardCopyOption.REPLACE_EXISTING);
    sync(unfinished);
    Files.move(
        unfinished, copy, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    sync(folder);
    LOG.info(
        "Migrating {} from format {} to {}. To go back: stop this Berth, move {} over {}, remove {}-wal and {}-shm, start the earlier Berth.",
        file,
        found,
        migrations.known(),
        copy,
        file,
        file,
        file);
  }

  private static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
