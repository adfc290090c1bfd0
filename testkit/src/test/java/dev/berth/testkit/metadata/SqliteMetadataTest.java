package dev.berth.testkit.metadata;

import dev.berth.metadata.Database;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

final class SqliteMetadataTest extends MetadataContract {
  @TempDir static Path folder;
  private Database database;

  @BeforeAll
  void open() {
    database = Database.sqlite(folder.resolve("berth.db"));
  }

  @AfterAll
  void close() {
    database.close();
  }

  @Override
  public Database database() {
    return database;
  }

  /** A caller whose write is queued waits with a deadline for nothing else. */
  @Override
  public boolean waitsForAnother(Thread writing) {
    return writing.getState() == Thread.State.TIMED_WAITING;
  }
}
