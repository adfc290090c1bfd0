package dev.berth.server.audit;

import dev.berth.server.audit.AuditFolder.Segment;
import dev.berth.wire.audit.GapDocument;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of denials, failures and reads: lines that one thread appends to the files of a folder
 * and makes durable at least once a second. Who hands in a line never waits.
 *
 * <p>What holds:
 *
 * <ul>
 *   <li>Lines wait in memory up to {@link #MOST_WAITING} bytes (invariant I7). One that finds no
 *       room is counted, readiness warns of it, and the log says with its next line how many are
 *       missing.
 *   <li>When the disk takes nothing, {@link #isFull} says so until it does again; the lines that
 *       wait are tried again every second, and at once when somebody asks. Calls that change
 *       something are refused meanwhile.
 *   <li>A line that the death of a process tore is ended and reported when the log is opened.
 * </ul>
 */
public final class AuditLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
  private static final long MOST_WAITING = 16L * 1024 * 1024;
  private static final int MOST_AT_ONCE = 1024;
  private static final Duration SYNC = Duration.ofMillis(500);
  private static final Duration AGAIN = Duration.ofSeconds(1);
  private static final Duration TRIAL = Duration.ofMillis(250);
  private static final Duration WARNED_FOR = Duration.ofMinutes(10);
  private static final byte[] LINE_END = {'\n'};
  private static final String END = "";

  private final AuditFolder folder;
  private final long segmentSize;
  private final GapDocument gaps;
  private final InstantSource clock;
  private final LinkedBlockingQueue<String> queue = new LinkedBlockingQueue<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Semaphore asked = new Semaphore(0);
  private final ReentrantLock trying = new ReentrantLock();
  private final Condition tried = trying.newCondition();
  private long trials;
  private final AtomicLong waiting = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final AtomicLong lostInAll = new AtomicLong();
  private volatile long lastLoss;
  private volatile Optional<String> problem = Optional.empty();
  private final Thread thread;
  private @Nullable SegmentFile file;

  /**
   * Opens the log and begins to write.
   *
   * @param segmentSize after how many bytes another file is begun
   * @param gaps words what is missing
   */
  public static AuditLog open(
      AuditFolder folder, long segmentSize, GapDocument gaps, InstantSource clock) {
    AuditLog log = new AuditLog(folder, segmentSize, gaps, clock);
    log.endTornLine();
    log.thread.start();
    return log;
  }

  private AuditLog(AuditFolder folder, long segmentSize, GapDocument gaps, InstantSource clock) {
    this.folder = folder;
    this.segmentSize = segmentSize;
    this.gaps = gaps;
    this.clock = clock;
    this.thread = Thread.ofPlatform().name("audit-writer").daemon().unstarted(this::work);
  }

  /** Hands in a line; it is written soon, or counted as lost. */
  public void append(String line) {
    if (waiting.addAndGet(line.length()) > MOST_WAITING) {
      waiting.addAndGet(-line.length());
      countLost();
      return;
    }
    queue.add(line);
  }

  /** Counts an entry that could not be made. */
  void countLost() {
    lastLoss = System.nanoTime();
    lostInAll.incrementAndGet();
    if (lost.getAndIncrement() == 0) {
      LOG.warn("entries of the audit trail are being lost: more come than its disk takes");
    }
  }

  /**
   * Whether the disk takes nothing. One that took nothing is tried once more now, so that the first
   * call after it has room again is not refused; that takes {@link #TRIAL} at most.
   */
  public boolean isFull() {
    if (problem.isEmpty()) {
      return false;
    }
    long left = TRIAL.toNanos();
    trying.lock();
    try {
      long before = trials;
      asked.release();
      while (trials == before && left > 0) {
        left = tried.awaitNanos(left);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      trying.unlock();
    }
    return problem.isPresent();
  }

  /** What an operator has to know; empty when all is well. */
  public Optional<String> warning() {
    return problem
        .map(why -> "its log cannot be written, so changes are refused and reads go on: " + why)
        .or(this::loss);
  }

  /** How many entries were lost since the start. */
  public long lostEntries() {
    return lostInAll.get();
  }

  private Optional<String> loss() {
    long all = lostInAll.get();
    return all > 0 && System.nanoTime() - lastLoss < WARNED_FOR.toNanos()
        ? Optional.of("%d entries were lost since the start, and its log says where".formatted(all))
        : Optional.empty();
  }

  private void work() {
    List<String> batch = new ArrayList<>();
    long unsyncedSince = 0;
    boolean unsynced = false;
    boolean ended = false;
    while (!ended || unsynced || !batch.isEmpty()) {
      if (batch.isEmpty() && !ended && problem.isEmpty()) {
        ended = take(batch, unsynced ? SYNC.toNanos() - (System.nanoTime() - unsyncedSince) : -1);
      }
      if (!batch.isEmpty() || problem.isPresent()) {
        if (!write(batch)) {
          if (closing.getCount() == 0) {
            return; // what waits is lost with a disk that takes nothing
          }
          continue;
        }
        batch.clear();
        if (!unsynced) {
          unsynced = true;
          unsyncedSince = System.nanoTime();
        }
      }
      if (unsynced && (ended || System.nanoTime() - unsyncedSince >= SYNC.toNanos())) {
        sync();
        unsynced = false;
      }
    }
  }

  /**
   * Waits for lines.
   *
   * @param nanos for how long; negative for ever
   * @return whether the end has come
   */
  private boolean take(List<String> batch, long nanos) {
    try {
      String first =
          nanos < 0 ? queue.take() : queue.poll(Math.max(0, nanos), TimeUnit.NANOSECONDS);
      if (first != null) {
        batch.add(first);
        queue.drainTo(batch, MOST_AT_ONCE);
      }
    } catch (InterruptedException _) {
      // nobody interrupts this thread: it ends when it finds the end in its queue
    }
    batch.forEach(line -> waiting.addAndGet(-line.length()));
    return batch.removeIf(END::equals);
  }

  private boolean write(List<String> batch) {
    long missing = lost.getAndSet(0);
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      if (missing > 0) {
        add(bytes, gaps.lost(missing, clock.instant()));
      }
      batch.forEach(line -> add(bytes, line));
      current(bytes.size()).append(bytes.toByteArray());
      worksAgain();
      return true;
    } catch (IOException e) {
      lost.addAndGet(missing);
      failed(e);
      return false;
    }
  }

  private static void add(ByteArrayOutputStream bytes, String line) {
    bytes.writeBytes(line.getBytes(StandardCharsets.US_ASCII));
    bytes.writeBytes(LINE_END);
  }

  /** The file for that many bytes more. */
  private SegmentFile current(int more) throws IOException {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    SegmentFile known = file;
    if (known != null && !known.day().isBefore(today) && known.size() + more <= segmentSize) {
      return known;
    }
    if (known != null) {
      known.sync();
      known.close();
      file = null;
    }
    SegmentFile next = SegmentFile.open(folder, folder.next(today));
    file = next;
    return next;
  }

  private void sync() {
    SegmentFile known = file;
    try {
      if (known != null) {
        known.sync();
      }
    } catch (IOException e) {
      // what a failed sync leaves on the disk is not known: the next lines go to another file
      countLost();
      file = null;
      failed(e);
    }
  }

  private void failed(IOException e) {
    if (problem.isEmpty()) {
      LOG.warn("the audit trail's log cannot be written; changes are refused until it can", e);
    }
    problem = Optional.of(e.toString());
    hasTried();
    if (closing.getCount() > 0) {
      waitForNextTrial();
    }
  }

  /** Lines that come meanwhile stay in the queue. */
  private void waitForNextTrial() {
    try {
      asked.tryAcquire(AGAIN.toNanos(), TimeUnit.NANOSECONDS);
      asked.drainPermits();
    } catch (InterruptedException _) {
      // nobody interrupts this thread
    }
  }

  private void hasTried() {
    trying.lock();
    try {
      trials++;
      tried.signalAll();
    } finally {
      trying.unlock();
    }
  }

  private void worksAgain() {
    if (problem.isPresent()) {
      LOG.info("the audit trail's log is written again");
      problem = Optional.empty();
      hasTried();
    }
  }

  private void endTornLine() {
    try {
      List<Segment> known = folder.segments();
      if (known.isEmpty()) {
        return;
      }
      SegmentFile last = SegmentFile.open(folder, known.getLast());
      file = last;
      if (last.isTorn()) {
        LOG.warn(
            "the last line of the audit log {} is torn: the process ended while it was written",
            known.getLast().name());
        last.append(LINE_END);
        last.append((gaps.torn(clock.instant()) + "\n").getBytes(StandardCharsets.US_ASCII));
        last.sync();
      }
    } catch (IOException e) {
      file = null;
      problem = Optional.of(e.toString());
    }
  }

  /** Writes what waits and ends. */
  @Override
  public void close() {
    closing.countDown();
    asked.release();
    queue.add(END);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    SegmentFile known = file;
    try {
      if (known != null) {
        known.close();
      }
    } catch (IOException e) {
      LOG.warn("the audit log could not be closed", e);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
