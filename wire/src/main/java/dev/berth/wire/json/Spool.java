package dev.berth.wire.json;

import dev.berth.registry.DiskReserve;
import dev.berth.wire.door.BodyBudget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Temporary files for bytes inside JSON requests: a layer part waits there until its signature held
 * and its right was decided, so it costs disk and not memory. The space is bounded; files go when
 * their request ends, and what a killed process left behind goes at the next start.
 */
public final class Spool {
  private static final String PREFIX = "part-";

  private final Path folder;
  private final BodyBudget space;
  private final DiskReserve reserve;

  /**
   * Makes the folder if needed, and empties it of earlier spool files.
   *
   * @param folder used by this process alone
   * @param space how many bytes all files together may have
   * @param reserve of the folder's disk; bytes that would go into it are read and not kept
   */
  public Spool(Path folder, BodyBudget space, DiskReserve reserve) {
    this.folder = folder;
    this.space = space;
    this.reserve = reserve;
    try {
      Files.createDirectories(folder);
      removeLeftovers();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void removeLeftovers() throws IOException {
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder, PREFIX + "*")) {
      for (Path leftover : leftovers) {
        Files.deleteIfExists(leftover);
      }
    }
  }

  /**
   * A new, empty file.
   *
   * @param most the most bytes it may hold
   * @throws BodyBudget.Overloaded when there is no space in time
   */
  SpooledBytes create(long most) {
    BodyBudget.Share share = space.take(most);
    try {
      return new SpooledBytes(Files.createTempFile(folder, PREFIX, ""), most, share, reserve);
    } catch (IOException e) {
      share.close();
      throw new UncheckedIOException(e);
    }
  }
}
