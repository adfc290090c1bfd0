package dev.berth.testkit.metadata;

import static dev.berth.testkit.metadata.GivenRows.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.metadata.DeadLetterTable.Letter;
import dev.berth.metadata.EventSinkTable.Sink;
import dev.berth.model.EventPosition;
import dev.berth.model.RegistryId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One at a time tells a sink, and what it did not take is kept. */
interface EventSinkRules extends MetadataRules {
  Duration CLAIM = Duration.ofMinutes(1);
  EventPosition START = new EventPosition(3, 4);

  private Optional<Sink> claim(String name, String holder, Instant now) {
    return database().write(t -> t.eventSinks().claim(name, holder, now, now.plus(CLAIM)));
  }

  @Test
  default void a_sink_is_claimed_by_one_until_it_is_let_go_or_over_its_time() {
    given().change(t -> t.eventSinks().add("claimed", START));

    assertThat(claim("claimed", "one", NOW)).map(Sink::position).contains(START);
    assertThat(claim("claimed", "other", NOW)).isEmpty();
    assertThat(claim("claimed", "one", NOW.plusSeconds(30))).isPresent();
    assertThat(claim("claimed", "other", NOW.plusSeconds(70))).isEmpty();
    assertThat(claim("claimed", "other", NOW.plusSeconds(91))).isPresent();
    given().change(t -> t.eventSinks().release("claimed", "other"));
    assertThat(claim("claimed", "one", NOW.plusSeconds(91))).isPresent();
  }

  @Test
  default void the_claims_of_the_dead_can_be_ended() {
    given().change(t -> t.eventSinks().add("of the dead", START));
    claim("of the dead", "one", NOW);

    given().change(t -> t.eventSinks().releaseAll());

    assertThat(claim("of the dead", "other", NOW)).map(Sink::position).contains(START);
  }

  @Test
  default void only_its_holder_moves_a_sink_on() {
    EventPosition further = new EventPosition(3, 9);
    given().change(t -> t.eventSinks().add("moved", START));
    claim("moved", "one", NOW);

    given().change(t -> t.eventSinks().advance("moved", "other", further));
    assertThat(claim("moved", "one", NOW)).map(Sink::position).contains(START);

    given().change(t -> t.eventSinks().postpone("moved", "one", 3, NOW.plusSeconds(5)));
    assertThat(claim("moved", "one", NOW))
        .contains(new Sink("moved", START, 3, NOW.plusSeconds(5)));

    given().change(t -> t.eventSinks().advance("moved", "one", further));
    assertThat(claim("moved", "one", NOW)).contains(new Sink("moved", further, 0, Instant.EPOCH));
  }

  @Test
  default void a_sink_keeps_its_place_and_one_that_is_gone_is_forgotten() {
    given()
        .change(
            t -> {
              t.eventSinks().add("stays", START);
              t.eventSinks().add("stays", new EventPosition(9, 9));
              t.eventSinks().add("goes", START);
              t.eventSinks().keepOnly(List.of("stays"));
            });

    List<Sink> all = database().read(t -> t.eventSinks().all());
    assertThat(all).containsExactly(new Sink("stays", START, 0, Instant.EPOCH));
    Optional<Sink> stays = database().read(t -> t.eventSinks().find("stays"));
    Optional<Sink> gone = database().read(t -> t.eventSinks().find("goes"));
    assertThat(stays).contains(all.getFirst());
    assertThat(gone).isEmpty();
    given().change(t -> t.eventSinks().keepOnly(List.of()));
  }

  @Test
  default void dead_letters_are_kept_up_to_a_number_and_sent_again_by_registry() {
    RegistryId ours = GivenRows.registry();
    RegistryId theirs = GivenRows.registry();
    for (String id : List.of("1", "2", "3")) {
      given().change(t -> t.deadLetters().add(ours, letter("dead", id), 2));
    }
    given().change(t -> t.deadLetters().add(theirs, letter("dead-too", "4"), 2));

    assertThat(letters(ours, Optional.empty()))
        .extracting(Letter::eventId)
        .containsExactly("2", "3");
    assertThat(letters(ours, Optional.of("other"))).isEmpty();
    long ofBoth = database().<Long>read(t -> t.deadLetters().count("dead"));
    assertThat(ofBoth).isEqualTo(2);
    int resent =
        database()
            .<Integer>write(t -> t.deadLetters().resend(ours, Optional.empty(), List.of("3", "4")));
    assertThat(resent).isEqualTo(1);
    List<Letter> due = database().read(t -> t.deadLetters().due("dead", 10));
    assertThat(due).extracting(Letter::eventId).containsExactly("3");

    given().change(t -> t.deadLetters().stays(due.getFirst().id(), "again"));
    assertThat(letters(ours, Optional.of("dead")).getLast().reason()).isEqualTo("again");
    int all =
        database()
            .<Integer>write(t -> t.deadLetters().resend(ours, Optional.of("dead"), List.of()));
    assertThat(all).isEqualTo(2);
    given().change(t -> t.deadLetters().delete(due.getFirst().id()));
    assertThat(letters(ours, Optional.empty())).extracting(Letter::eventId).containsExactly("2");
    assertThat(letters(theirs, Optional.empty())).extracting(Letter::isDue).containsExactly(false);
  }

  private List<Letter> letters(RegistryId registry, Optional<String> sink) {
    return database().read(t -> t.deadLetters().page(registry, sink, 0, 10));
  }

  private static Letter letter(String sink, String id) {
    return new Letter(0, sink, id, "{}", "it answered 400", NOW, false);
  }
}
