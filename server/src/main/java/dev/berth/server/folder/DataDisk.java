package dev.berth.server.folder;

import dev.berth.registry.DiskReserve;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The volume that a folder is on.
 *
 * @param volume asked anew at each look, a system call
 */
public record DataDisk(FileStore volume) implements DiskReserve.Disk {

  /** The volume of a folder, which exists. */
  public static DataDisk of(Path folder) {
    try {
      return new DataDisk(Files.getFileStore(folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public DiskReserve.Space look() throws IOException {
    return new DiskReserve.Space(volume.getUsableSpace(), volume.getTotalSpace());
  }
}
