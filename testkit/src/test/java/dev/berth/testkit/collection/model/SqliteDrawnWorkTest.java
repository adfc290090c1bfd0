package dev.berth.testkit.collection.model;

import dev.berth.metadata.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** On the embedded store. */
final class SqliteDrawnWorkTest extends DrawnWorkContract {
  @TempDir(factory = InMemory.class)
  private Path files;

  @Override
  Database database() throws IOException {
    return Database.sqlite(Files.createTempDirectory(files, "of-a-run").resolve("berth.db"));
  }

  @Override
  int share() {
    return 1;
  }
}
