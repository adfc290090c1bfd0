package dev.berth.registry.gc;

import static dev.berth.registry.TestRegistry.ALICE;
import static dev.berth.registry.TestRegistry.channel;
import static dev.berth.registry.TestRegistry.chunk;
import static dev.berth.registry.TestRegistry.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.blob.BlobWriter;
import dev.berth.model.BlobKey;
import dev.berth.registry.TestRegistry;
import dev.berth.registry.upload.BlobKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bytes without a row are found by their day (invariant I2). */
final class UnownedBytesTest {
  @TempDir Path folder;
  private TestRegistry registry;

  @BeforeEach
  void open() throws IOException {
    registry = TestRegistry.in(folder, TestRegistry.WITHOUT_UNDO);
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private BlobKey unowned(long seed) throws IOException {
    BlobKey key = new BlobKeys(registry.clock, new Random(seed)).next();
    try (BlobWriter writer = registry.blobs.write(key)) {
      writer.append(channel(utf8("nobody's")), 100);
      writer.sync();
    }
    return key;
  }

  private int sweep() throws IOException {
    return registry.unowned.run(registry.clock.instant());
  }

  @Test
  void bytes_without_a_row_are_condemned_for_the_grace_and_then_gone() throws IOException {
    unowned(1);
    registry.clock.advance(Duration.ofDays(2));
    assertThat(sweep()).isEqualTo(1);

    registry.clock.advance(Duration.ofHours(23));
    registry.condemned.run(registry.clock.instant());
    assertThat(registry.storedKeys()).isEqualTo(1);
    assertThat(sweep()).isZero();

    registry.clock.advance(Duration.ofHours(1));
    registry.condemned.run(registry.clock.instant());
    assertThat(registry.storedKeys()).isZero();
  }

  @Test
  void what_has_a_row_stays() throws IOException {
    var app = registry.repository("app");
    registry.image(app, "kept", "1");
    var open = registry.uploads.begin(app, ALICE).id();
    registry.uploads.append(app, open, chunk("unfinished"));
    registry.clock.advance(Duration.ofDays(2));
    assertThat(sweep()).isZero();
    assertThat(registry.uploads.offset(app, open)).isEqualTo(10);
  }

  /** An upload's row is there before its bytes, but nobody has to be right about that today. */
  @Test
  void a_day_that_is_not_over_for_a_day_is_left_alone() throws IOException {
    unowned(1);
    registry.clock.advance(Duration.ofHours(35)); // the clock began at noon
    assertThat(sweep()).isZero();
    registry.clock.advance(Duration.ofHours(1));
    assertThat(sweep()).isEqualTo(1);
  }

  @Test
  void each_run_sweeps_one_day_and_the_days_take_turns() throws IOException {
    for (long day = 0; day < 3; day++) {
      unowned(2 * day);
      unowned(2 * day + 1);
      registry.clock.advance(Duration.ofDays(1));
    }
    registry.clock.advance(Duration.ofDays(2));
    for (int day = 0; day < 3; day++) {
      assertThat(sweep()).isEqualTo(2);
    }
    assertThat(sweep()).isZero();
    registry.clock.advance(Duration.ofDays(2));
    registry.condemned.run(registry.clock.instant());
    assertThat(registry.storedKeys()).isZero();
    assertThat(sweep()).isZero();
  }

  @Test
  void a_store_without_old_days_is_swept_without_effect() throws IOException {
    assertThat(sweep()).isZero();
  }
}
