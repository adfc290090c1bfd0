package dev.berth.testkit.loss;

import dev.berth.testkit.client.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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
    run("mount", "-o", "loop,commit=600", image.toString(), folder.toString());
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

  /** Mounts it anew with an option, such as {@code ro}. */
  void remount(String option) {
    run("mount", "-o", "remount," + option, folder.toString());
  }

  private static void run(String program, String... arguments) {
    Command.of(program, arguments).run().expectSuccess();
  }

  @Override
  public void close() {
    run("umount", folder.toString());
  }
}
