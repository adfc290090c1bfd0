package dev.berth.blob.file;

import dev.berth.blob.BlobStoreFull;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells a full disk from other failures. Java keeps no error numbers, only the system's words for
 * them, which may be in the user's language: so the disk is asked as well.
 */
final class FullDisk {
  private static final Set<String> WORDS = Set.of("No space left on device", "Disk quota exceeded");

  /** With less than this a disk is full: a file system hands out blocks of this size. */
  private static final long BLOCK = 4096;

  private FullDisk() {}

  /** The failure, as a {@link BlobStoreFull} when a full disk is its cause. */
  static IOException named(IOException failure, Path folder) {
    return isCause(failure, folder)
        ? new BlobStoreFull(String.valueOf(failure.getMessage()), failure)
        : failure;
  }

  /** Whether a full disk is the cause of a failure. */
  static boolean isCause(Throwable failure, Path folder) {
    return Stream.<@Nullable Throwable>iterate(failure, t -> t != null, FullDisk::cause)
            .anyMatch(FullDisk::saysSo)
        || hasNoRoom(folder);
  }

  private static @Nullable Throwable cause(@Nullable Throwable failure) {
    return failure == null ? null : failure.getCause();
  }

  private static boolean saysSo(@Nullable Throwable failure) {
    return failure instanceof IOException
        && WORDS.stream().anyMatch(String.valueOf(failure.getMessage())::contains);
  }

  private static boolean hasNoRoom(Path folder) {
    try {
      return Files.getFileStore(folder).getUsableSpace() < BLOCK;
    } catch (IOException _) {
      return false; // a disk that does not say is broken rather than full
    }
  }
}
