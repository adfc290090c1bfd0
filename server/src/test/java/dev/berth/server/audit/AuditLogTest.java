package dev.berth.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.berth.model.AccountId;
import dev.berth.model.Region;
import dev.berth.model.RegistryId;
import dev.berth.wire.audit.GapDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuditLogTest {
  private static final Instant DAY = Instant.parse("2026-11-21T10:00:00Z");
  private static final GapDocument GAPS =
      new GapDocument(
          new RegistryId(new AccountId("000000000000"), new Region("us-east-1")),
          () -> new UUID(1, 2));

  @TempDir private Path folder;

  private final AtomicReference<Instant> now = new AtomicReference<>(DAY);

  private AuditLog open(long segmentSize) {
    return AuditLog.open(new AuditFolder(folder), segmentSize, GAPS, now::get);
  }

  private List<String> files() {
    try {
      return new AuditFolder(folder).segments().stream().map(AuditFolder.Segment::name).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (String name : files()) {
      try {
        lines.addAll(Files.readAllLines(folder.resolve(name)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return lines;
  }

  @Test
  void lines_are_written_in_their_order_without_waiting_for_the_end() throws IOException {
    try (AuditLog log = open(1000)) {
      log.append("{\"n\":1}");
      log.append("{\"n\":2}");
      await().until(() -> lines().size() == 2);
    }
    assertThat(lines()).containsExactly("{\"n\":1}", "{\"n\":2}");
    assertThat(Files.getPosixFilePermissions(folder.resolve(files().getFirst())))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void closing_writes_what_waits() {
    try (AuditLog log = open(100_000)) {
      for (int i = 0; i < 500; i++) {
        log.append("line " + i);
      }
    }
    assertThat(lines()).hasSize(500).endsWith("line 499");
  }

  @Test
  void a_file_that_is_long_enough_is_followed_by_another_of_the_day() {
    try (AuditLog log = open(20)) {
      log.append("0123456789");
      await().until(() -> lines().size() == 1);
      log.append("0123456789");
    }
    assertThat(files()).containsExactly("2026-11-21-000001.jsonl", "2026-11-21-000002.jsonl");
  }

  @Test
  void another_day_has_another_file() {
    try (AuditLog log = open(1000)) {
      log.append("today");
      await().until(() -> lines().size() == 1);
      now.set(DAY.plus(Duration.ofDays(1)));
      log.append("tomorrow");
    }
    assertThat(files()).containsExactly("2026-11-21-000001.jsonl", "2026-11-22-000001.jsonl");
  }

  @Test
  void a_log_that_is_opened_again_goes_on_where_it_ended() {
    open(1000).close();
    try (AuditLog log = open(1000)) {
      log.append("one");
    }
    try (AuditLog log = open(1000)) {
      log.append("two");
    }
    assertThat(files()).hasSize(1);
    assertThat(lines()).containsExactly("one", "two");
  }

  @Test
  void a_torn_line_is_ended_and_reported() throws IOException {
    try (AuditLog log = open(1000)) {
      log.append("whole");
    }
    Files.writeString(
        folder.resolve(files().getFirst()),
        "{\"torn",
        StandardCharsets.US_ASCII,
        StandardOpenOption.APPEND);
    try (AuditLog log = open(1000)) {
      log.append("after");
    }
    assertThat(lines()).hasSize(4).startsWith("whole", "{\"torn").endsWith("after");
    assertThat(lines().get(2)).contains("\"AuditGap\"").contains("torn");
  }

  @Test
  void more_than_may_wait_is_counted_warned_of_and_told_in_the_log() throws IOException {
    Path blocked = folder.resolve("blocked");
    AuditFolder nowhere = new AuditFolder(blocked);
    Files.createDirectory(blocked);
    String line = "x".repeat(1024 * 1024);
    try (AuditLog log = AuditLog.open(nowhere, Long.MAX_VALUE, GAPS, now::get)) {
      Files.delete(blocked);
      log.append("first");
      await().until(log::isFull);
      for (int i = 0; i < 20; i++) {
        log.append(line);
      }
      assertThat(log.warning()).hasValueSatisfying(why -> assertThat(why).contains("refused"));
      Files.createDirectory(blocked);
      await().until(() -> !log.isFull());
      assertThat(log.warning()).hasValueSatisfying(why -> assertThat(why).contains("were lost"));
    }
    List<String> written = Files.readAllLines(nowhere.file(nowhere.segments().getFirst()));
    assertThat(written).filteredOn(line::equals).hasSize(16);
    assertThat(written)
        .filteredOn(each -> each.contains("\"AuditGap\""))
        .singleElement()
        .asString()
        .contains("\"entries\":4");
  }

  @Test
  void days_that_are_over_are_removed_and_the_file_in_use_stays() throws IOException {
    try (AuditLog log = open(1000)) {
      log.append("old");
      await().until(() -> lines().size() == 1);
      now.set(DAY.plus(Duration.ofDays(2)));
      log.append("new");
    }
    AuditFolder audit = new AuditFolder(folder);
    assertThat(audit.removeBefore(audit.segments().getLast().day())).isEqualTo(1);
    assertThat(files()).containsExactly("2026-11-23-000001.jsonl");
    assertThat(audit.removeBefore(audit.segments().getLast().day().plusDays(9))).isZero();
  }
}
