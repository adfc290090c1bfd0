package dev.berth.testkit.collection.model;

import dev.berth.metadata.Database;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** On the embedded store. */
final class SqliteCollectionModelTest extends CollectionModelContract {
  @TempDir(factory = InMemory.class)
  private Path file;

  @Override
  Database database() {
    return Database.sqlite(file.resolve("berth.db"));
  }

  @Override
  int share() {
    return 1;
  }
}
