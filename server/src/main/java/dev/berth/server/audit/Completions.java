package dev.berth.server.audit;

import dev.berth.metadata.Database;
import dev.berth.metadata.DatabaseUnavailable;
import dev.berth.model.AuditEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes into stored entries how their calls ended: what was answered, or what failed after
 * something had been changed. That the change was made is stored already, with the change; this
 * comes about a second later, for many calls in one transaction, and nobody waits for it.
 */
final class Completions implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Completions.class);
  private static final int MOST_WAITING = 4096;
  private static final Duration TOGETHER = Duration.ofSeconds(1);

  private final Database database;
  private final ArrayBlockingQueue<AuditEntry> queue = new ArrayBlockingQueue<>(MOST_WAITING);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  private Completions(Database database) {
    this.database = database;
    this.thread = Thread.ofVirtual().name("audit-completions").unstarted(this::work);
  }

  static Completions of(Database database) {
    Completions completions = new Completions(database);
    completions.thread.start();
    return completions;
  }

  /** Hands in the whole entry of a call; when too many wait, the stored one stays as it is. */
  void complete(AuditEntry entry) {
    if (!queue.offer(entry)) {
      LOG.warn("request {} has no answer in its audit entry: too many wait", entry.requestId());
    }
  }

  private void work() {
    boolean last = false;
    while (!last) {
      last = isClosing();
      List<AuditEntry> together = new ArrayList<>();
      queue.drainTo(together);
      if (!together.isEmpty()) {
        store(together);
      }
    }
  }

  private boolean isClosing() {
    try {
      return closing.await(TOGETHER.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      return true;
    }
  }

  private void store(List<AuditEntry> together) {
    try {
      database.write(
          tx -> {
            together.forEach(
                entry -> tx.auditEntries().complete(entry.requestId(), entry.document()));
            return together.size();
          });
    } catch (DatabaseUnavailable e) {
      LOG.warn("{} audit entries do not tell what was answered", together.size(), e);
    }
  }

  /** Stores what waits and ends. */
  @Override
  public void close() {
    closing.countDown();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
