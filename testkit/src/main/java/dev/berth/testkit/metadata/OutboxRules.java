package dev.berth.testkit.metadata;

import static dev.berth.testkit.metadata.GivenRows.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.metadata.OutboxTable;
import dev.berth.metadata.Transaction;
import dev.berth.model.Event;
import dev.berth.model.EventPosition;
import dev.berth.model.RegistryId;
import dev.berth.model.Repository;
import dev.berth.model.RepositoryName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Events are there with their changes, and no reader passes one that is not there yet. */
interface OutboxRules extends MetadataRules {
  @Test
  default void an_event_is_read_as_it_was_told_with_an_id_of_its_own() {
    Repository repository = given().repository();
    EventPosition before = end();
    Event event = event(repository, "1");
    Event ofRegistry =
        new Event(
            NOW,
            GivenRows.registry(),
            Optional.empty(),
            "berth",
            "Berth Policy Action",
            Optional.of(repository.address().arn()),
            "{}");
    tell(event, ofRegistry);

    List<OutboxTable.Row> rows = after(before);

    assertThat(rows).extracting(OutboxTable.Row::event).containsExactly(event, ofRegistry);
    assertThat(rows).extracting(row -> row.id().version()).containsOnly(4);
    assertThat(rows.get(0).id()).isNotEqualTo(rows.get(1).id());
    assertThat(rows).extracting(OutboxTable.Row::position).isSorted();
    assertThat(end()).isEqualTo(rows.getLast().position());
  }

  @Test
  default void a_refused_write_tells_nothing() {
    Repository repository = given().repository();
    EventPosition before = end();

    assertThatThrownBy(
            () ->
                database()
                    .write(
                        t -> {
                          t.outbox().append(event(repository, "1"));
                          throw new IllegalArgumentException("no");
                        }))
        .hasMessage("no");

    assertThat(after(before)).isEmpty();
  }

  @Test
  default void no_reader_passes_a_transaction_that_is_still_open() throws Exception {
    Repository slow = given().repository();
    Repository fast = given().repository();
    EventPosition before = end();
    CountDownLatch told = new CountDownLatch(1);
    CountDownLatch mayCommit = new CountDownLatch(1);
    FutureTask<String> open =
        new FutureTask<>(() -> database().write(t -> tellAndWait(t, slow, told, mayCommit)));
    Thread.ofPlatform().start(open);
    await(told);
    Thread later =
        Thread.ofPlatform().start(() -> tell(event(fast, "second"), event(fast, "third")));
    org.awaitility.Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> !later.isAlive() || waitsForAnother(later));

    List<OutboxTable.Row> meanwhile = after(before);
    mayCommit.countDown();
    open.get(30, TimeUnit.SECONDS);
    later.join(Duration.ofSeconds(30));
    EventPosition reached = meanwhile.isEmpty() ? before : meanwhile.getLast().position();
    List<OutboxTable.Row> all = new ArrayList<>(meanwhile);
    all.addAll(after(reached));

    assertThat(meanwhile).as("those that were committed later wait, too").isEmpty();
    assertThat(all)
        .extracting(row -> row.event().detail())
        .containsExactly("first", "second", "third");
  }

  private static String tellAndWait(
      Transaction t, Repository repository, CountDownLatch told, CountDownLatch mayCommit) {
    t.outbox().append(event(repository, "first"));
    told.countDown();
    await(mayCommit);
    return "told";
  }

  @Test
  default void events_of_a_repository_have_the_order_of_its_changes() throws Exception {
    Repository repository = given().repository();
    EventPosition before = end();
    CountDownLatch seen = new CountDownLatch(1);
    CountDownLatch changed = new CountDownLatch(1);
    AtomicBoolean first = new AtomicBoolean(true);
    FutureTask<String> early =
        new FutureTask<>(
            () ->
                database()
                    .write(
                        t -> {
                          t.accounts().all();
                          t.settings().put("outbox-order", new byte[0]);
                          if (first.compareAndSet(true, false) && overlaps()) {
                            seen.countDown();
                            await(changed);
                          }
                          t.repositories().lock(repository.address());
                          t.outbox().append(event(repository, "changed last"));
                          return "told";
                        }));
    if (overlaps()) {
      Thread.ofPlatform().start(early);
      await(seen);
    }
    database()
        .write(
            t -> {
              t.repositories().lock(repository.address());
              t.outbox().append(event(repository, "changed first"));
              return "told";
            });
    changed.countDown();
    if (!overlaps()) {
      early.run();
    }
    early.get(30, TimeUnit.SECONDS);

    assertThat(after(before))
        .extracting(row -> row.event().detail())
        .containsExactly("changed first", "changed last");
  }

  @Test
  default void only_what_is_older_and_was_read_is_removed_and_the_gap_is_known() {
    Repository repository = given().repository();
    EventPosition before = end();
    tell(event(repository, "1"), event(repository, "2"), event(repository, "3"));
    List<EventPosition> places = after(before).stream().map(OutboxTable.Row::position).toList();

    assertThat(remove(NOW, places.get(2), 1000)).as("not older").isZero();
    removeAll(places.get(1));

    assertThat(after(before)).extracting(OutboxTable.Row::position).containsExactly(places.get(2));
    assertThat(database().<EventPosition>read(t -> t.outbox().removedUpTo()))
        .isEqualTo(places.get(1));
    removeAll(places.get(2));
    assertThat(after(before)).isEmpty();
    assertThat(end()).as("a reader that begins now").isEqualTo(places.get(2));
    tell(event(repository, "4"));
    assertThat(after(places.get(2))).extracting(row -> row.event().detail()).containsExactly("4");
  }

  @Test
  default void the_place_that_a_number_of_events_stand_behind_is_known() {
    Repository repository = given().repository();
    EventPosition before = end();
    tell(event(repository, "1"), event(repository, "2"), event(repository, "3"));
    List<EventPosition> places = after(before).stream().map(OutboxTable.Row::position).toList();

    assertThat(database().<Optional<EventPosition>>read(t -> t.outbox().beforeNewest(2)))
        .contains(places.getFirst());
    assertThat(database().<Optional<EventPosition>>read(t -> t.outbox().beforeNewest(1_000_000)))
        .isEmpty();
  }

  @Test
  default void the_events_behind_a_place_are_counted_up_to_a_number() {
    Repository repository = given().repository();
    EventPosition before = end();
    tell(event(repository, "1"), event(repository, "2"), event(repository, "3"));
    EventPosition second = after(before).get(1).position();
    EventPosition end = end();

    assertThat(database().<Long>read(t -> t.outbox().countAfter(before, 10))).isEqualTo(3);
    assertThat(database().<Long>read(t -> t.outbox().countAfter(before, 2))).isEqualTo(2);
    assertThat(database().<Long>read(t -> t.outbox().countAfter(second, 10))).isEqualTo(1);
    assertThat(database().<Long>read(t -> t.outbox().countAfter(end, 10))).isZero();
  }

  /** Whether two writes run beside each other. */
  default boolean overlaps() {
    return false;
  }

  private static Event event(Repository repository, String detail) {
    RegistryId registry = repository.registry();
    RepositoryName name = repository.name();
    return new Event(
        NOW, registry, Optional.of(name), "aws.ecr", "ECR Image Action", Optional.empty(), detail);
  }

  private void tell(Event... events) {
    given()
        .change(
            t -> {
              for (Event event : events) {
                t.outbox().append(event);
              }
            });
  }

  private EventPosition end() {
    return database().read(t -> t.outbox().end());
  }

  private List<OutboxTable.Row> after(EventPosition position) {
    return database().read(t -> t.outbox().after(position, 1000));
  }

  private void removeAll(EventPosition upTo) {
    while (remove(NOW.plusSeconds(1), upTo, 2) > 0) {
      // in batches
    }
  }

  private int remove(java.time.Instant olderThan, EventPosition upTo, int limit) {
    return database().<Integer>write(t -> t.outbox().removeFirst(olderThan, upTo, limit));
  }

  private static void await(CountDownLatch latch) {
    org.awaitility.Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> latch.getCount() == 0);
  }
}
