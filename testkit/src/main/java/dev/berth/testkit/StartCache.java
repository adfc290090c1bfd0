package dev.berth.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the JVM found out in one short run of the server (JEP 483 and 514), as the launcher keeps it
 * for users: it halves the work of each of the hundred starts of a test run. The JVM passes over a
 * cache that does not fit its jars; classes in folders have none at all.
 */
final class StartCache {
  private static final String READY = " is ready at ";

  private final Path folder;
  private final Path file;

  /**
   * @param folder of what the build makes; test JVMs that share it share the cache
   */
  StartCache(Path folder) {
    this.folder = folder.toAbsolutePath();
    this.file = this.folder.resolve("berth.aot");
  }

  /**
   * The file, made now unless it is newer than every jar; empty when there is no folder for it or
   * the run fails.
   *
   * @param java the JVM with its options and class path, to be followed by a main class
   */
  Optional<Path> of(List<String> java, List<Path> jars) {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    Path lock = folder.resolve("berth.aot.lock");
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock _ = channel.lock()) {
      if (!isNewerThan(jars)) {
        learn(java);
      }
      return Optional.of(file).filter(Files::exists);
    } catch (IOException _) {
      // every start is slower without, and none is other
      return Optional.empty();
    }
  }

  private boolean isNewerThan(List<Path> jars) throws IOException {
    if (!Files.exists(file)) {
      return false;
    }
    FileTime made = Files.getLastModifiedTime(file);
    for (Path jar : jars) {
      if (Files.getLastModifiedTime(jar).compareTo(made) > 0) {
        return false;
      }
    }
    return true;
  }

  private void learn(List<String> java) throws IOException {
    Path work = Files.createTempDirectory("first-start");
    Path made = work.resolve("berth.aot");
    try {
      List<String> line = new ArrayList<>(java);
      line.add("-XX:AOTCacheOutput=" + made);
      line.addAll(List.of("dev.berth.cli.Main", "serve", "--listen", "127.0.0.1:0"));
      line.addAll(List.of("--data", work.resolve("data").toString()));
      Process server =
          new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      try (BufferedReader reader = server.inputReader()) {
        // to the end, which is when the cache is written
        for (String said = reader.readLine(); said != null; said = reader.readLine()) {
          if (said.contains(READY)) {
            // by its handle, which leaves the reader open
            server.toHandle().destroy();
          }
        }
      } finally {
        server.destroyForcibly();
      }
      if (Files.exists(made)) {
        Files.move(made, file, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      delete(work);
    }
  }

  private static void delete(Path work) throws IOException {
    List<Path> all;
    try (Stream<Path> found = Files.walk(work)) {
      all = found.toList();
    }
    for (Path path : all.reversed()) {
      Files.delete(path);
    }
  }
}
