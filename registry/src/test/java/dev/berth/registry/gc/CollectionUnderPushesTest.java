package dev.berth.registry.gc;

import static dev.berth.registry.TestRegistry.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.Image;
import dev.berth.model.ImageReference;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.SampleManifests;
import dev.berth.registry.TestRegistry;
import dev.berth.registry.integrity.Depth;
import dev.berth.registry.integrity.Finding;
import dev.berth.registry.integrity.IntegrityCheck;
import dev.berth.registry.refusal.ImageNotFound;
import dev.berth.registry.refusal.LayersNotFound;
import dev.berth.registry.refusal.UploadNotFound;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Invariant I4 with everything at once: clients push, mount and delete a few layers again and
 * again, while the clock runs days ahead and collection never stops. A push may be refused, because
 * a day went by in its middle; a manifest that was taken keeps what it names.
 */
final class CollectionUnderPushesTest {
  private static final int CLIENTS = 4;
  private static final int ROUNDS = Integer.getInteger("berth.collection.rounds", 60);
  private static final int CONTENTS = 6;

  @TempDir Path folder;

  private final Map<String, String> stored = new ConcurrentHashMap<>();
  private final AtomicInteger pushed = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();

  @Test
  void what_an_image_names_is_there_however_collection_meets_pushes() throws Exception {
    List<Finding> findings = new ArrayList<>();
    long collected;
    try (TestRegistry registry = TestRegistry.in(folder, TestRegistry.WITHOUT_UNDO)) {
      RepositoryAddress shared = registry.repository("shared");
      collected = run(registry, shared);
      for (Map.Entry<String, String> image : stored.entrySet()) {
        RepositoryAddress repository = TestRegistry.address(image.getKey());
        String content = image.getValue();
        for (String layer : List.of("config of " + content, "layer of " + content)) {
          assertThat(registry.bytes(registry.layers.get(repository, TestRegistry.sha256(layer))))
              .isEqualTo(utf8(layer));
        }
      }
      assertThat(
              new IntegrityCheck(registry.database, registry.blobs, registry.clock, findings::add)
                  .run(Depth.BYTES)
                  .isClean())
          .as("%s", findings)
          .isTrue();
    }
    assertThat(stored).isNotEmpty();
    assertThat(pushed).hasPositiveValue();
    assertThat(collected).isPositive();
  }

  private long run(TestRegistry registry, RepositoryAddress shared) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        RepositoryAddress own = registry.repository("client-" + i);
        Random random = new Random(i);
        clients.add(
            threads.submit(
                () -> {
                  for (int round = 0; round < ROUNDS; round++) {
                    push(registry, shared, own, "content " + random.nextInt(CONTENTS));
                  }
                  return own;
                }));
      }
      long collected = 0;
      while (!clients.stream().allMatch(Future::isDone)) {
        registry.clock.advance(Duration.ofHours(13));
        collected += registry.collection.run(registry.clock.instant()).blobs();
        registry.expiry.run(registry.clock.instant());
        registry.condemned.run(registry.clock.instant());
        registry.unowned.run(registry.clock.instant());
      }
      for (Future<?> client : clients) {
        client.get();
      }
      return collected;
    }
  }

  /** Puts an image in place of the one that the client's repository held. */
  private void push(
      TestRegistry registry, RepositoryAddress shared, RepositoryAddress own, String content)
      throws IOException {
    String config = "config of " + content;
    String layer = "layer of " + content;
    String name = own.name().value();
    stored.remove(name);
    try {
      registry.images.delete(
          own, new ImageReference.ByTag(TestRegistry.tags("1").getFirst()), TestRegistry.ALICE);
    } catch (ImageNotFound _) {
      // the last one was refused
    }
    try {
      registry.layer(shared, layer);
      registry.layers.mount(shared, own, TestRegistry.sha256(layer));
      registry.layer(own, config);
      Image image = registry.put(own, SampleManifests.image(config, layer), "1");
      assertThat(image.imageSize()).isPositive();
      stored.put(name, content);
      pushed.incrementAndGet();
    } catch (LayersNotFound | UploadNotFound _) {
      refused.incrementAndGet();
    }
  }
}
