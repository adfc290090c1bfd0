package dev.berth.server;

import dev.berth.blob.file.Capacity;
import dev.berth.blob.file.FileBlobStore;
import dev.berth.metadata.Database;
import dev.berth.registry.DiskReserve;
import dev.berth.server.config.Config;
import dev.berth.server.door.Health;
import dev.berth.server.folder.DataDisk;
import dev.berth.server.folder.DataFolder;
import dev.berth.server.job.ClockGuard;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Optional;

/**
 * Where everything is kept.
 *
 * @param reserve the part of the disk that is left free
 */
record Storage(DataFolder folder, Database database, FileBlobStore blobs, DiskReserve reserve) {

  /**
   * Opens the data folder and what is in it.
   *
   * @param startup closes what was opened
   * @throws dev.berth.server.folder.FolderRefused when the data folder cannot be used
   */
  static Storage open(Config config, Startup startup) {
    DataFolder folder = startup.opened(DataFolder.open(config.data()));
    return new Storage(
        folder,
        startup.opened(Database.sqlite(folder.metadata())),
        startup.opened(blobs(folder)),
        new DiskReserve(DataDisk.of(folder.blobs()), config.reserve(), System::nanoTime));
  }

  private static FileBlobStore blobs(DataFolder folder) {
    try {
      return FileBlobStore.in(folder.blobs(), Capacity.usual());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What readiness asks: the database, the folder of blobs and the clock. */
  Health health(ClockGuard guard) {
    return new Health()
        .with(
            "database",
            () -> {
              database.ping();
              return Optional.empty();
            })
        .with(
            "blobs",
            () ->
                Files.isWritable(folder.blobs())
                    ? Optional.empty()
                    : Optional.of("the folder cannot be written"))
        .with("clock", guard::problem)
        .noting("disk", reserve::warning);
  }
}
