package dev.berth.testkit.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.metadata.AuditEntryTable;
import dev.berth.metadata.AuditedCall;
import dev.berth.model.AccountId;
import dev.berth.model.AuditEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A change and its audit entry are stored together or not at all. */
interface AuditRules extends MetadataRules {
  @Test
  default void what_an_audited_call_writes_is_stored_with_its_entry() {
    AuditEntry entry = entry(GivenRows.NOW);
    AuditedCall call = new AuditedCall(entry);

    call.run(() -> put("audited", 1));

    assertThat(call.changedSomething()).isTrue();
    assertThat(found(entry)).contains(entry);
    assertThat(setting("audited")).isEqualTo(1);
  }

  @Test
  default void the_writes_of_one_call_have_one_entry() {
    AuditEntry entry = entry(GivenRows.NOW);

    new AuditedCall(entry)
        .run(
            () -> {
              put("first of two", 1);
              return put("second of two", 2);
            });

    List<AuditEntryTable.Row> rows = database().read(t -> t.auditEntries().newest(none(), 1000));
    assertThat(rows).extracting(AuditEntryTable.Row::entry).containsOnlyOnce(entry);
  }

  @Test
  default void a_refused_write_leaves_no_entry() {
    AuditEntry entry = entry(GivenRows.NOW);
    AuditedCall call = new AuditedCall(entry);

    assertThatThrownBy(
            () ->
                call.run(
                    () ->
                        database()
                            .write(
                                t -> {
                                  t.settings().put("refused", new byte[] {1});
                                  throw new IllegalArgumentException("no");
                                })))
        .hasMessage("no");

    assertThat(call.changedSomething()).isFalse();
    assertThat(found(entry)).isEmpty();
    Optional<byte[]> setting = database().read(t -> t.settings().find("refused"));
    assertThat(setting).isEmpty();
  }

  @Test
  default void what_is_written_outside_of_an_audited_call_has_no_entry() {
    long before = newestId();

    put("nobody's", 1);

    assertThat(newestId()).isEqualTo(before);
  }

  @Test
  default void an_entry_is_completed_where_it_stands() {
    AuditEntry entry = entry(GivenRows.NOW);
    new AuditedCall(entry).run(() -> put("completed", 1));

    given().change(t -> t.auditEntries().complete(entry.requestId(), "{\"whole\":true}"));

    assertThat(found(entry)).map(AuditEntry::document).contains("{\"whole\":true}");
  }

  @Test
  default void entries_are_read_from_the_newest_to_the_oldest_in_pages() {
    List<AuditEntry> put = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      AuditEntry entry = entry(GivenRows.NOW.plusSeconds(i));
      put.add(entry);
      new AuditedCall(entry).run(() -> put("paged", 1));
    }

    List<AuditEntry> read = new ArrayList<>();
    Optional<Long> before = none();
    while (read.size() < put.size()) {
      Optional<Long> from = before;
      List<AuditEntryTable.Row> page = database().read(t -> t.auditEntries().newest(from, 2));
      page.forEach(row -> read.add(row.entry()));
      before = Optional.of(page.getLast().id());
    }

    assertThat(read.subList(0, 5)).containsExactlyElementsOf(put.reversed());
  }

  @Test
  default void only_what_is_older_is_removed_and_no_more_at_once_than_is_said() {
    Instant end = GivenRows.NOW.plus(Duration.ofDays(1));
    removeAllBefore(end);
    List<AuditEntry> old = List.of(entry(GivenRows.NOW), entry(GivenRows.NOW.plusSeconds(1)));
    old.forEach(entry -> new AuditedCall(entry).run(() -> put("old", 1)));
    AuditEntry young = entry(end);
    new AuditedCall(young).run(() -> put("young", 1));

    int one = database().write(t -> t.auditEntries().removeOlder(end, 1));

    assertThat(one).isEqualTo(1);
    assertThat(found(old.get(0))).isEmpty();
    assertThat(found(old.get(1))).isPresent();
    removeAllBefore(end);
    assertThat(found(old.get(1))).isEmpty();
    assertThat(found(young)).contains(young);
    removeAllBefore(end.plusSeconds(1));
  }

  private void removeAllBefore(Instant end) {
    int removed = 1;
    while (removed > 0) {
      removed = database().write(t -> t.auditEntries().removeOlder(end, 1000));
    }
  }

  private static Optional<Long> none() {
    return Optional.empty();
  }

  private static AuditEntry entry(Instant time) {
    AccountId account = GivenRows.ACCOUNT;
    return new AuditEntry(UUID.randomUUID().toString(), time, account, account, "{\"a\":1}");
  }

  private int put(String setting, int value) {
    return database()
        .write(
            t -> {
              t.settings().put(setting, new byte[] {(byte) value});
              return value;
            });
  }

  private int setting(String name) {
    return database().read(t -> t.settings().find(name)).orElseThrow()[0];
  }

  private Optional<AuditEntry> found(AuditEntry entry) {
    return database()
        .read(t -> t.auditEntries().find(entry.requestId()))
        .map(AuditEntryTable.Row::entry);
  }

  private long newestId() {
    return database().read(t -> t.auditEntries().newest(none(), 1)).stream()
        .mapToLong(AuditEntryTable.Row::id)
        .findFirst()
        .orElse(0);
  }
}
