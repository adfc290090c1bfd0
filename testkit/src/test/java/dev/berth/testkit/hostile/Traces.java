package dev.berth.testkit.hostile;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import dev.berth.testkit.guard.StoredState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What requests may leave behind in a Berth of this process. Bytes of uploads that failed are not
 * among it: they are condemned, and removed two hours later. Nor is the audit trail, which tells of
 * an upload that was begun and undone in one request as of any other.
 *
 * @param rows of each table, sorted
 * @param blobs the files that are not condemned
 * @param received the files in the folder for what is on its way
 * @param open the files of the data folder that are open, but those of the database
 */
record Traces(
    Map<String, List<String>> rows, List<String> blobs, List<String> received, List<String> open) {
  private static final String CONDEMNED = "condemned";
  private static final String TRAIL = "audit_entry";

  static Traces of(Path data) {
    try (Stream<Path> tmp = Files.list(data.resolve("tmp"));
        Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      StoredState stored = StoredState.of(data);
      List<String> condemned =
          stored.tables().getOrDefault(CONDEMNED, List.of()).stream()
              .map(row -> row.substring(0, row.indexOf('|')))
              .toList();
      Map<String, List<String>> rows = new TreeMap<>(stored.tables());
      rows.remove(CONDEMNED);
      rows.remove(TRAIL);
      rows.computeIfPresent(
          "sqlite_sequence",
          (_, counters) ->
              counters.stream().filter(counter -> !counter.startsWith(TRAIL + "|")).toList());
      return new Traces(
          rows,
          stored.blobs().keySet().stream().filter(key -> !condemned.contains(key)).toList(),
          tmp.map(Path::toString).sorted().toList(),
          descriptors
              .map(Traces::target)
              .filter(file -> file.startsWith(data.toString()) && !file.contains("metadata.db"))
              .sorted()
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException _) {
      return "closed meanwhile";
    }
  }

  /** How many connections have a thread now: virtual ones, which only a dump shows. */
  static long conversations() {
    try {
      Path folder = Files.createTempDirectory("threads");
      Path dump = folder.resolve("dump.json");
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .dumpThreads(dump.toString(), ThreadDumpFormat.JSON);
      String text = Files.readString(dump);
      Files.delete(dump);
      Files.delete(folder);
      return text.split("\"name\": \"http-", -1).length - 1L;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
