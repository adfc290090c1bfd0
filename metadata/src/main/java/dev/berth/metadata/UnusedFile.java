package dev.berth.metadata;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A SQLite file that no process has open, read as it lies there. */
final class UnusedFile implements Engine {
  private final ReadThreads reader;
  private final Optional<Path> leftover;

  private UnusedFile(ReadThreads reader, Optional<Path> leftover) {
    this.reader = reader;
    this.leftover = leftover;
  }

  static UnusedFile open(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new DatabaseUnavailable("there is no database at %s".formatted(file));
    }
    Path log = beside(file, "-wal");
    Path index = beside(file, "-shm");
    boolean hasLog = hasContent(log);
    Optional<Path> leftover =
        hasLog && !Files.exists(index) ? Optional.of(index) : Optional.empty();
    try (SqliteConnection connection = SqliteConnection.unused(file, hasLog)) {
      Migrations migrations = new Migrations(Dialect.SQLITE, file.toString());
      int found = connection.format(migrations);
      if (found < migrations.known()) {
        throw new DatabaseUnavailable(
            "%s has format %d, and this Berth reads format %d: start it once to migrate"
                .formatted(file, found, migrations.known()));
      }
    } catch (SQLException failure) {
      throw new DatabaseUnavailable("%s cannot be read".formatted(file), failure);
    }
    return new UnusedFile(
        new ReadThreads(1, () -> SqliteConnection.unused(file, hasLog)), leftover);
  }

  private static Path beside(Path file, String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }

  private static boolean hasContent(Path file) {
    try {
      return Files.exists(file) && Files.size(file) > 0;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public <R extends @Nullable Object> R write(Function<Transaction, R> work) {
    throw new IllegalStateException("opened for reading only");
  }

  @Override
  public <R extends @Nullable Object> R read(Function<Transaction, R> work) {
    return reader.read(work);
  }

  @Override
  public DataSource jobs() {
    throw new IllegalStateException("opened for reading only");
  }

  @Override
  public void close() {
    reader.close();
    try {
      if (leftover.isPresent()) {
        Files.deleteIfExists(leftover.get());
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
