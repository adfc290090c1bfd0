package dev.berth.testkit.loss;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.cli.Main;
import dev.berth.testkit.BerthProcess;
import dev.berth.testkit.client.NeedsClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Invariant I1 as the kernel sees it: for each acknowledged kind of write, a trace of the server
 * shows every byte that was written synced, with its name in its folder, before the first byte of
 * the answer leaves.
 */
@NeedsClient("strace")
final class SyncTraceTest {
  @TempDir private Path folder;

  @Test
  void every_acknowledged_write_is_synced_before_its_answer_leaves() throws Exception {
    Path data = folder.resolve("data");
    Map<AcknowledgedWrites.Write, List<Call>> traces = new LinkedHashMap<>();
    try (BerthProcess berth = BerthProcess.serve(data);
        Registry registry = Registry.of(berth)) {
      for (AcknowledgedWrites.Write write : new AcknowledgedWrites(registry).all()) {
        traces.put(write, trace(berth, write.request()));
      }
    }
    traces.forEach((write, calls) -> assertSynced(write, calls, data));
    assertThat(Main.run("fsck", "--full", "--data", data.toString())).isZero();
  }

  /** The check itself sees an answer that leaves too early. */
  @Test
  void an_answer_before_the_sync_is_found() {
    Path data = Path.of("/data");
    List<String> early =
        List.of(
            "7 pwrite64(48</data/metadata.db-wal>, \"\"..., 24, 0) = 24",
            "7 fsync(48</data/metadata.db-wal> <unfinished ...>",
            "9 sendto(65<TCPv6:[[::1]:1->[::1]:2]>, \"HTTP/1.1 201 Created\"..., 3, 0, NULL, 0) ="
                + " 3",
            "7 <... fsync resumed>) = 0");
    List<String> inTime = List.of(early.get(0), early.get(1), early.get(3), early.get(2));

    assertThat(unsynced(Call.parse(early), data)).containsExactly("/data/metadata.db-wal");
    assertThat(unsynced(Call.parse(inTime), data)).isEmpty();
  }

  private List<Call> trace(BerthProcess berth, Runnable request) {
    Strace strace =
        Strace.ofProcess(
            berth.process().pid(),
            folder.resolve("trace"),
            "-yy",
            "-e",
            "trace=openat,mkdir,rename,pwrite64,write,writev,sendto,sendmsg,fsync,fdatasync");
    try (strace) {
      request.run();
    }
    return Call.parse(strace.lines());
  }

  private static void assertSynced(AcknowledgedWrites.Write write, List<Call> calls, Path data) {
    String name = write.name();
    assertThat(calls.stream().filter(Call::isAnswer)).as("%s: answers", name).isNotEmpty();
    assertThat(unsynced(calls, data)).as("%s: not synced when it was answered", name).isEmpty();
    List<String> syncs = syncsBeforeAnswer(calls);
    assertThat(syncs).as(name).isNotEmpty().last().isEqualTo(data + "/metadata.db-wal");
    if (write.storesLayer()) {
      String layers = data + "/blobs/";
      assertThat(syncs.stream().filter(path -> path.startsWith(layers)).map(p -> depth(p, layers)))
          .as("%s: the file, then its folder", name)
          .endsWith(2, 1);
    }
  }

  private static int depth(String path, String above) {
    return path.substring(above.length()).split("/", -1).length;
  }

  private static List<String> syncsBeforeAnswer(List<Call> calls) {
    List<String> syncs = new ArrayList<>();
    for (Call call : calls) {
      if (call.isAnswer()) {
        return syncs;
      }
      if (call.isSync() && !isAuditLog(call.path())) {
        syncs.add(call.path());
      }
    }
    return syncs;
  }

  /** Nothing that was acknowledged is in it only: it is synced by itself, once a second. */
  private static boolean isAuditLog(String path) {
    return path.contains("/audit/");
  }

  /** The files and folders that had changed and were not synced when the answer began to leave. */
  private static Set<String> unsynced(List<Call> calls, Path data) {
    Set<String> unsynced = new HashSet<>();
    int answered = calls.stream().filter(Call::isAnswer).findFirst().orElseThrow().begun();
    for (Call call : calls) {
      boolean counts =
          call.path().startsWith(data + "/")
              && !isAuditLog(call.path())
              && !call.path().endsWith("-shm");
      if (!counts || call.ended() > answered) {
        continue;
      }
      if (call.isSync()) {
        unsynced.remove(call.path());
      } else if (call.isWrite()) {
        unsynced.add(call.path());
      } else if (call.isCreation()) {
        unsynced.add(call.path().substring(0, call.path().lastIndexOf('/')));
      }
    }
    return unsynced;
  }
}
