package dev.berth.testkit.loss;

import dev.berth.testkit.client.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A small file system of its own, which needs root; unmounted when it is closed. */
final class Volume implements AutoCloseable {
  private final Path folder;

  private Volume(Path folder) {
    this.folder = folder;
  }

  /** One in memory. */
  static Volume inMemory(Path folder, int megabytes) throws IOException {
    Files.createDirectories(folder);
    run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", folder.toString());
    return new Volume(folder);
  }

  /** Makes the image of an empty ext4 disk. */
  static void format(Path image, int megabytes) {
    run("truncate", "-s", megabytes + "M", image.toString());
    run("mkfs.ext4", "-q", "-m", "0", image.toString());
  }

  /**
   * An ext4 disk in a file. It writes nothing by itself for minutes: what the file has beyond that
   * was synced.
   */
  static Volume ofImage(Path image, Path folder) throws IOException {
    Files.createDirectories(folder);
    run("mount", "-o", "loop,commit=600,errors=remount-ro", image.toString(), folder.toString());
    return new Volume(folder);
  }

  /**
   * Copies what the disk has now, which is not all that was written to files on it. The kernel may
   * be writing, so it copies until two copies are equal.
   */
  static void copy(Path image, Path to) throws IOException {
    Path again = to.resolveSibling(to.getFileName() + ".again");
    do {
      run("cp", "--sparse=always", image.toString(), to.toString());
      run("cp", "--sparse=always", image.toString(), again.toString());
    } while (Files.mismatch(to, again) >= 0);
    Files.delete(again);
  }

  /** Where it is. */
  Path folder() {
    return folder;
  }

  /** Takes some of it, and gives the file that does. */
  Path take(int megabytes) throws IOException {
    return Files.write(folder.resolve("taken"), new byte[megabytes << 20]);
  }

  /** Fills it to its last block, and gives the file that does. */
  Path fill() throws IOException {
    Path filler = folder.resolve("filler");
    try (FileChannel file =
        FileChannel.open(filler, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      fill(file, 1 << 20);
      fill(file, 4096);
      file.force(true);
    }
    return filler;
  }

  private static void fill(FileChannel file, int block) {
    try {
      while (file.write(ByteBuffer.allocate(block)) > 0) {
        // on to the next block
      }
    } catch (IOException full) {
      if (!String.valueOf(full.getMessage()).contains("No space left")) {
        throw new UncheckedIOException(full);
      }
    }
  }

  /** The kernel takes it for damaged, and lets nobody write to it until it is mounted anew. */
  void becomeReadOnly() throws IOException {
    String device =
        Command.of("findmnt", "-n", "-o", "SOURCE", folder.toString())
            .run()
            .expectSuccess()
            .stdout()
            .strip();
    Path trigger = Path.of("/sys/fs/ext4", Path.of(device).getFileName().toString());
    Files.writeString(trigger.resolve("trigger_fs_error"), "1");
  }

  private static void run(String program, String... arguments) {
    Command.of(program, arguments).run().expectSuccess();
  }

  @Override
  public void close() {
    run("umount", folder.toString());
  }
}
