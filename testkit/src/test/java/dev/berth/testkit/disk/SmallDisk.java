package dev.berth.testkit.disk;

import dev.berth.testkit.client.Command;
import java.nio.file.Path;

/**
 * A volume of its own in memory, small enough to be filled.
 *
 * @param folder where it is mounted
 */
record SmallDisk(Path folder) implements AutoCloseable {

  /** Mounts one on an empty folder, as root ({@code tmpfs-mount} of {@code scripts/clients}). */
  static SmallDisk on(Path folder, int mebibytes) {
    Command.of(
            "mount",
            "-t",
            "tmpfs",
            "-o",
            "mode=0700,size=" + mebibytes + "m",
            "berth-test",
            folder.toString())
        .run()
        .expectSuccess();
    return new SmallDisk(folder);
  }

  @Override
  public void close() {
    Command.of("umount", folder.toString()).run().expectSuccess();
  }
}
