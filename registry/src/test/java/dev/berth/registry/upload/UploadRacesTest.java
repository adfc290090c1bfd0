package dev.berth.registry.upload;

import static dev.berth.registry.TestRegistry.ALICE;
import static dev.berth.registry.TestRegistry.channel;
import static dev.berth.registry.TestRegistry.chunk;
import static dev.berth.registry.TestRegistry.sha256;
import static dev.berth.registry.TestRegistry.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.model.RepositoryAddress;
import dev.berth.model.UploadId;
import dev.berth.registry.DiskReserve;
import dev.berth.registry.Rules;
import dev.berth.registry.TestRegistry;
import dev.berth.registry.refusal.LayerNotFound;
import dev.berth.registry.refusal.UploadBusy;
import dev.berth.registry.refusal.UploadNotFound;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two requests at once, and requests against the jobs. */
final class UploadRacesTest {
  @TempDir Path folder;
  private TestRegistry registry;
  private RepositoryAddress app;

  @BeforeEach
  void open() throws IOException {
    registry = TestRegistry.in(folder);
    app = registry.repository("app");
  }

  @AfterEach
  void close() {
    registry.close();
  }

  /** I7: while one PATCH runs, a second and a close are refused with the true offset. */
  @Test
  void a_second_writer_is_told_that_the_upload_is_busy() throws Exception {
    UploadId upload = registry.uploads.begin(app, ALICE).id();
    registry.uploads.append(app, upload, chunk("first "));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        HeldSource held = new HeldSource(utf8("second"))) {
      Future<Long> running =
          threads.submit(() -> registry.uploads.append(app, upload, Chunk.of(held)));
      held.awaitReading();
      for (Callable<?> other :
          List.<Callable<?>>of(
              () -> registry.uploads.append(app, upload, chunk("x")),
              () -> registry.uploads.appendPart(app, upload, new Span(0, 0), channel(utf8("x"))),
              () -> registry.uploads.complete(app, upload, sha256("first "), Chunk.none()))) {
        assertThatThrownBy(other::call)
            .isInstanceOfSatisfying(
                UploadBusy.class,
                refusal -> {
                  assertThat(refusal.offset()).isEqualTo(6);
                  assertThat(refusal.lastValidByte()).isEqualTo(5);
                });
      }
      held.letGo();
      assertThat(running.get()).isEqualTo(12);
    }
    registry.uploads.complete(app, upload, sha256("first second"), Chunk.none());
  }

  @Test
  void an_upload_that_is_cancelled_while_it_is_written_stays_cancelled() throws Exception {
    UploadId upload = registry.uploads.begin(app, ALICE).id();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        HeldSource held = new HeldSource(utf8("layer"))) {
      Future<Completed> running =
          threads.submit(
              () -> registry.uploads.complete(app, upload, sha256("layer"), Chunk.of(held)));
      held.awaitReading();
      registry.uploads.cancel(app, upload);
      held.letGo();
      assertThatThrownBy(running::get)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(UploadNotFound.class);
    }
    assertThatThrownBy(() -> registry.layers.get(app, sha256("layer")))
        .isInstanceOf(LayerNotFound.class);
    registry.clock.advance(Duration.ofHours(2));
    assertThat(registry.condemned.run(registry.clock.instant())).isEqualTo(1);
    assertThat(registry.storedKeys()).isZero();
  }

  /** Of many that close uploads of the same digest at once, all succeed and one key stays. */
  @Test
  void closes_of_the_same_digest_share_one_blob() throws Exception {
    RepositoryAddress other = registry.repository("other");
    int count = 10;
    List<Callable<Completed>> closes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      RepositoryAddress where = i % 2 == 0 ? app : other;
      UploadId upload = registry.uploads.begin(where, ALICE).id();
      registry.uploads.append(where, upload, chunk("layer"));
      closes.add(() -> registry.uploads.complete(where, upload, sha256("layer"), Chunk.none()));
    }
    assertThat(atOnce(closes)).hasSize(count);

    registry.clock.advance(Duration.ofHours(2));
    assertThat(registry.condemned.run(registry.clock.instant())).isEqualTo(count - 1);
    assertThat(registry.storedKeys()).isEqualTo(1);
    for (RepositoryAddress where : List.of(app, other)) {
      assertThat(registry.bytes(registry.layers.get(where, sha256("layer"))))
          .isEqualTo(utf8("layer"));
    }
  }

  /** Of many that close the same upload at once, one layer comes out, and nobody is told a lie. */
  @Test
  void closes_of_the_same_upload_make_one_layer() throws Exception {
    UploadId upload = registry.uploads.begin(app, ALICE).id();
    registry.uploads.append(app, upload, chunk("layer"));
    List<Callable<Optional<Completed>>> closes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      closes.add(
          () -> {
            try {
              return Optional.of(
                  registry.uploads.complete(app, upload, sha256("layer"), Chunk.none()));
            } catch (UploadBusy _) {
              return Optional.empty();
            }
          });
    }
    List<Optional<Completed>> answers = atOnce(closes);

    assertThat(answers).contains(Optional.of(new Completed(upload, sha256("layer"), 5)));
    registry.clock.advance(Duration.ofHours(2));
    assertThat(registry.condemned.run(registry.clock.instant())).isZero();
    assertThat(registry.bytes(registry.layers.get(app, sha256("layer")))).isEqualTo(utf8("layer"));
  }

  /**
   * A close that has begun an idle upload's last minute, against its expiry: one of them wins,
   * wholly.
   */
  @Test
  void close_and_expiry_do_not_both_win() throws Exception {
    for (int round = 0; round < 20; round++) {
      String content = "layer " + round;
      UploadId upload = registry.uploads.begin(app, ALICE).id();
      registry.uploads.append(app, upload, chunk(content));
      registry.clock.advance(Duration.ofHours(25));
      List<Boolean> won =
          atOnce(
              List.of(
                  () -> {
                    try {
                      registry.uploads.complete(app, upload, sha256(content), Chunk.none());
                      return true;
                    } catch (UploadNotFound _) {
                      return false;
                    }
                  },
                  () -> {
                    registry.expiry.run(registry.clock.instant());
                    return false;
                  }));

      registry.clock.advance(Duration.ofHours(3));
      registry.condemned.run(registry.clock.instant());
      if (won.getFirst()) {
        assertThat(registry.bytes(registry.layers.get(app, sha256(content))))
            .isEqualTo(utf8(content));
      } else {
        assertThatThrownBy(() -> registry.layers.get(app, sha256(content)))
            .isInstanceOf(LayerNotFound.class);
      }
    }
  }

  /**
   * The expiry comes while the last bytes arrive: the request has marked the upload active before.
   */
  @Test
  void an_upload_that_is_being_written_does_not_expire() throws Exception {
    UploadId upload = registry.uploads.begin(app, ALICE).id();
    registry.clock.advance(Duration.ofHours(25));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        HeldSource held = new HeldSource(utf8("layer"))) {
      Future<Completed> running =
          threads.submit(
              () -> registry.uploads.complete(app, upload, sha256("layer"), Chunk.of(held)));
      held.awaitReading();
      assertThat(registry.expiry.run(registry.clock.instant())).isZero();
      held.letGo();
      assertThat(running.get().size()).isEqualTo(5);
    }
  }

  /**
   * I2, I3: what was made a layer is never written again. A chunk whose request has found the
   * upload open, but not yet opened its bytes, keeps a close away.
   */
  @Test
  void a_close_waits_for_nobody_but_never_overtakes_a_chunk() throws Exception {
    UploadId upload = registry.uploads.begin(app, ALICE).id();
    registry.uploads.append(app, upload, chunk("layer"));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        HeldStore held = new HeldStore(registry.blobs)) {
      Uploads uploads =
          new Uploads(
              registry.database,
              held,
              Rules.DEFAULT,
              DiskReserve.none(),
              registry.clock,
              new Random(8));
      Future<Long> late = threads.submit(() -> uploads.append(app, upload, chunk("!")));
      held.awaitOpening();
      assertThatThrownBy(() -> uploads.complete(app, upload, sha256("layer"), Chunk.none()))
          .isInstanceOf(UploadBusy.class);
      held.letGo();
      assertThat(late.get()).isEqualTo(6);
    }
    registry.uploads.complete(app, upload, sha256("layer!"), Chunk.none());
  }

  private static <R> List<R> atOnce(List<Callable<R>> works)
      throws InterruptedException, ExecutionException {
    CountDownLatch start = new CountDownLatch(1);
    List<R> results = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<R>> running = new ArrayList<>();
      for (Callable<R> work : works) {
        running.add(
            threads.submit(
                () -> {
                  start.await();
                  return work.call();
                }));
      }
      start.countDown();
      for (Future<R> one : running) {
        results.add(one.get());
      }
    }
    return results;
  }

  /** A body that arrives only when the test says so. */
  private static final class HeldSource implements ReadableByteChannel {
    private final CountDownLatch reading = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final ReadableByteChannel bytes;

    HeldSource(byte[] bytes) {
      this.bytes = channel(bytes);
    }

    void awaitReading() throws InterruptedException {
      reading.await();
    }

    void letGo() {
      released.countDown();
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
      reading.countDown();
      try {
        released.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
      return bytes.read(into);
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    /** Lets go too, so that a test that fails does not wait for ever. */
    @Override
    public void close() {
      letGo();
    }
  }
}
