package dev.berth.registry.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.metadata.OutboxTable;
import dev.berth.model.EventPosition;
import dev.berth.registry.TestRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long events are kept, and how many. */
final class EventExpiryTest {
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir Path folder;
  private TestRegistry registry;

  @BeforeEach
  void open() throws IOException {
    registry = TestRegistry.in(folder);
    for (int i = 0; i < 5; i++) {
      registry.repository("app-" + i);
    }
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private List<OutboxTable.Row> kept() {
    return registry.database.read(tx -> tx.outbox().after(EventPosition.START, 100));
  }

  @Test
  void events_stay_for_their_time() {
    EventExpiry expiry = new EventExpiry(registry.database, DAY, 1000);
    expiry.run(registry.clock.instant().plus(DAY));
    assertThat(kept()).hasSize(5);

    expiry.run(registry.clock.instant().plus(DAY).plusSeconds(1));
    assertThat(kept()).isEmpty();
  }

  @Test
  void beyond_a_number_the_oldest_go_before_their_time() {
    List<OutboxTable.Row> all = kept();

    new EventExpiry(registry.database, DAY, 2).run(registry.clock.instant());

    assertThat(kept()).containsExactlyElementsOf(all.subList(3, 5));
  }
}
