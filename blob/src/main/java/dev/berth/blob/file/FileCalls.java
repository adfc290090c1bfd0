package dev.berth.blob.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The calls on which durability hangs, so that tests can see them made and make them fail. */
interface FileCalls {
  /** Those of the operating system. */
  FileCalls SYSTEM = new FileCalls() {};

  FileAttribute<?> FOLDER_MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  FileAttribute<?> FILE_MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  Set<OpenOption> FOR_WRITING =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);

  /** Opens a file for reading and writing, and makes it for its owner alone if it is not there. */
  default FileChannel create(Path file) throws IOException {
    return FileChannel.open(file, FOR_WRITING, FILE_MODE);
  }

  /** Makes a folder for its owner alone. */
  default void makeFolder(Path folder) throws IOException {
    Files.createDirectory(folder, FOLDER_MODE);
  }

  /** Deletes a file, or an empty folder, if it is there. */
  default void delete(Path path) throws IOException {
    Files.deleteIfExists(path);
  }

  /** Makes a file shorter. */
  default void truncate(FileChannel file, long size) throws IOException {
    file.truncate(size);
  }

  /** Writes some bytes at a position. */
  default int write(FileChannel file, ByteBuffer bytes, long position) throws IOException {
    return file.write(bytes, position);
  }

  /** Makes the content and length of a file survive a loss of power. */
  default void sync(FileChannel file) throws IOException {
    file.force(true);
  }

  /** Makes the names in a folder survive a loss of power. */
  default void syncFolder(Path folder) throws IOException {
    try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
      entries.force(true);
    }
  }
}
