package dev.berth.server.metrics;

import dev.berth.registry.trash.Trash;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What is deleted and can still be brought back.
 *
 * <p>Looking reads all of the trash. However often figures are asked for, that takes up a hundredth
 * of the time at most: those of a small trash are of the moment, those of a large one may be as old
 * as a hundred times what it took to read them.
 */
public final class TrashFigures implements Figures {
  private static final long SHARE = 100;

  private final Supplier<Trash.Held> trash;
  private final LongSupplier nanos;
  private final Object lock = new Object(); // guards what was seen; it is not held while looking
  private Optional<Seen> seen = Optional.empty();

  private record Seen(Trash.Held held, long until) {}

  /**
   * @param trash reads how much is in it
   * @param nanos a clock that only goes forward
   */
  public TrashFigures(Supplier<Trash.Held> trash, LongSupplier nanos) {
    this.trash = trash;
    this.nanos = nanos;
  }

  @Override
  public List<MetricSnapshot> get() {
    Trash.Held held = held();
    return List.of(
        Figures.gauge("berth_trash_entries", "Deleted things that can be brought back.")
            .with(held.entries())
            .snapshot(),
        Figures.gauge("berth_trash_images", "Deleted images, those of deleted repositories too.")
            .with(held.images())
            .snapshot(),
        Figures.gauge("berth_trash_bytes", "Bytes of blobs that only deleted images name.")
            .with(held.bytes())
            .snapshot());
  }

  private Trash.Held held() {
    long began = nanos.getAsLong();
    synchronized (lock) {
      Optional<Seen> fresh = seen.filter(last -> began - last.until() < 0);
      if (fresh.isPresent()) {
        return fresh.get().held();
      }
    }
    Trash.Held held = trash.get();
    long ended = nanos.getAsLong();
    synchronized (lock) {
      seen = Optional.of(new Seen(held, ended + SHARE * (ended - began)));
    }
    return held;
  }
}
