package dev.berth.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.registry.DiskReserve.Space;
import dev.berth.registry.refusal.InsufficientStorage;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class DiskReserveTest {
  private static final long TOTAL = 1_000;
  private static final long KEPT = 100;

  private long free = 500;
  private long now = Long.MAX_VALUE - 5;
  private int looks;
  private boolean silent;

  private final DiskReserve reserve = new DiskReserve(this::look, total -> total / 10, () -> now);

  private Space look() throws IOException {
    looks++;
    if (silent) {
      throw new IOException("no such folder");
    }
    return new Space(free, TOTAL);
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  @Test
  void there_is_room_down_to_the_reserve_and_not_below() {
    free = KEPT;
    pass(Duration.ofSeconds(1));
    reserve.requireRoom();

    free = KEPT - 1;
    pass(Duration.ofSeconds(1));
    assertThat(reserve.hasRoom()).isFalse();
    assertThatThrownBy(reserve::requireRoom)
        .isInstanceOfSatisfying(
            InsufficientStorage.class, full -> assertThat(full.reserve()).isEqualTo(KEPT));
    assertThat(reserve.warning())
        .hasValueSatisfying(text -> assertThat(text).startsWith("99 bytes are free"));
  }

  @Test
  void a_disk_that_does_not_say_what_is_free_refuses_nobody_and_is_told_of() {
    silent = true;
    pass(Duration.ofSeconds(1));
    reserve.requireRoom();
    assertThat(reserve.warning())
        .hasValueSatisfying(
            text -> assertThat(text).startsWith("what is free cannot be read").contains("no such"));

    silent = false;
    pass(Duration.ofSeconds(1));
    assertThat(reserve.warning()).isEmpty();
  }

  @Test
  void the_disk_is_looked_at_once_a_second_however_many_ask() {
    for (int i = 0; i < 1_000; i++) {
      reserve.hasRoom();
    }
    assertThat(looks).isEqualTo(1);
    pass(Duration.ofMillis(999));
    reserve.hasRoom();
    assertThat(looks).isEqualTo(1);
    pass(Duration.ofMillis(1));
    reserve.hasRoom();
    assertThat(looks).isEqualTo(2);
  }

  @Test
  void bytes_on_their_way_that_could_use_up_what_was_free_make_it_look_at_once() {
    reserve.wrote(400);
    assertThat(reserve.hasRoom()).isTrue();
    assertThat(looks).isEqualTo(1);

    free = KEPT - 1;
    reserve.wrote(1);
    assertThat(reserve.hasRoom()).isFalse();
    assertThat(looks).isEqualTo(2);
  }

  @Test
  void bytes_that_took_no_room_are_forgotten_at_the_next_look() {
    reserve.wrote(1_000_000);
    assertThat(reserve.hasRoom()).isTrue();
    assertThat(looks).isEqualTo(2);
    assertThat(reserve.hasRoom()).isTrue();
    assertThat(looks).isEqualTo(2);
  }

  @Test
  void a_full_disk_is_looked_at_once_a_second_too_until_there_is_room() {
    free = 0;
    reserve.wrote(401);
    for (int i = 0; i < 1_000; i++) {
      reserve.wrote(1);
      assertThat(reserve.hasRoom()).isFalse();
    }
    assertThat(looks).isEqualTo(2);

    free = 500;
    pass(Duration.ofSeconds(1));
    assertThat(reserve.hasRoom()).isTrue();
    assertThat(reserve.warning()).isEmpty();
  }
}
