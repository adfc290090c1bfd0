package dev.berth.blob.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The calls on which durability hangs, so that tests can see them made and make them fail. */
interface FileCalls {
  /** Those of the operating system. */
  FileCalls SYSTEM = new FileCalls() {};

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
