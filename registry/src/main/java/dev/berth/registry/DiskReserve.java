package dev.berth.registry;

import dev.berth.registry.refusal.InsufficientStorage;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last part of the disk, which no upload gets: with it deletes and collection can still be
 * written down, and make room, when clients have filled the rest.
 *
 * <p>Asking costs nothing for most: the disk is looked at again after a second, or when the bytes
 * that were noted since could have used up what was free. Uploads that run at once may go below the
 * reserve by the bytes they hold in memory, some 32 MiB in all. Safe for many threads, without a
 * lock: that two of them look at once does no harm.
 */
public final class DiskReserve {
  private static final Logger LOG = LoggerFactory.getLogger(DiskReserve.class);
  private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();

  /** A disk that does not say what is free refuses nobody: whoever writes to it hears why not. */
  private static final Space UNKNOWN = new Space(Long.MAX_VALUE, Long.MAX_VALUE);

  private final Disk disk;
  private final LongUnaryOperator reserve;
  private final LongSupplier nanos;
  private final AtomicLong written = new AtomicLong();
  private final AtomicBoolean full = new AtomicBoolean();
  private volatile Look last;

  /** Where the bytes of blobs go. */
  @FunctionalInterface
  public interface Disk {

    /** What the disk says now; fails when it does not say. */
    Space look() throws IOException;
  }

  /**
   * How much there is.
   *
   * @param free bytes that this process may still write
   * @param total bytes that the volume has
   */
  public record Space(long free, long total) {}

  private record Look(Space space, long reserve, long at, Optional<String> failure) {
    boolean hasRoom(long writtenSince) {
      return space.free() - writtenSince >= reserve;
    }
  }

  /**
   * Looks for the first time.
   *
   * @param reserve the bytes to keep, of the bytes that the volume has
   * @param nanos a monotonic clock
   */
  public DiskReserve(Disk disk, LongUnaryOperator reserve, LongSupplier nanos) {
    this.disk = disk;
    this.reserve = reserve;
    this.nanos = nanos;
    this.last = look();
    noteChange(last.hasRoom(0));
  }

  /** No reserve, on a disk without an end. */
  public static DiskReserve none() {
    return new DiskReserve(() -> new Space(Long.MAX_VALUE, Long.MAX_VALUE), total -> 0, () -> 0);
  }

  /**
   * Asks whether bytes of an upload may be stored.
   *
   * @throws InsufficientStorage when they may not
   */
  public void requireRoom() {
    if (!hasRoom()) {
      throw refusal();
    }
  }

  /** What to say to whom there was no room for. */
  public InsufficientStorage refusal() {
    return new InsufficientStorage(last.reserve());
  }

  /** Whether bytes of an upload may be stored. */
  public boolean hasRoom() {
    Look known = last;
    boolean room = known.hasRoom(written.get());
    boolean stale = nanos.getAsLong() - known.at() >= FRESH_NANOS;
    if (stale || (!room && known.hasRoom(0))) {
      last = look();
      room = last.hasRoom(written.get());
    }
    noteChange(room);
    return room;
  }

  /** Notes bytes that are on their way to the disk. */
  public void wrote(long bytes) {
    written.addAndGet(bytes);
  }

  // Bytes that are noted while the disk answers may be counted twice, until the next look.
  private Look look() {
    written.set(0);
    try {
      Space space = disk.look();
      return new Look(
          space, reserve.applyAsLong(space.total()), nanos.getAsLong(), Optional.empty());
    } catch (IOException e) {
      return new Look(UNKNOWN, 0, nanos.getAsLong(), Optional.of(e.toString()));
    }
  }

  private void noteChange(boolean room) {
    if (full.compareAndSet(room, !room)) {
      if (room) {
        LOG.info("There is room on the disk again: uploads are taken.");
      } else {
        LOG.warn("{}.", problem());
      }
    }
  }

  /**
   * What was seen of the disk last.
   *
   * @param free bytes that this process may still write
   * @param total bytes that the volume has
   * @param reserve bytes that no upload gets
   */
  public record State(long free, long total, long reserve) {}

  /** What was seen of the disk last, a moment ago. */
  public State state() {
    hasRoom();
    Look known = last;
    return new State(known.space().free(), known.space().total(), known.reserve());
  }

  /** What an operator has to know; empty while there is room and the disk says so. */
  public Optional<String> warning() {
    if (!hasRoom()) {
      return Optional.of(problem());
    }
    return last.failure().map("what is free cannot be read, so disk.reserve is not kept: "::concat);
  }

  private String problem() {
    return ("%d bytes are free, less than disk.reserve keeps (%d): uploads and new images are"
            + " refused; reads, deletes and collection go on")
        .formatted(last.space().free(), last.reserve());
  }
}
