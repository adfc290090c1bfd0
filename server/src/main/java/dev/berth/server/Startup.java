package dev.berth.server;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What was opened so far while a Berth starts: closed again, newest first, when the start fails or
 * the Berth stops.
 */
final class Startup {
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  /** Remembers a part that has to be closed. */
  <T extends AutoCloseable> T opened(T part) {
    opened.push(part);
    return part;
  }

  /**
   * Closes every part; one that fails does not keep the others open, and its failure goes to the
   * reason.
   */
  void undo(Throwable reason) {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception failure) {
        reason.addSuppressed(failure);
      }
    }
  }

  /** Closes every part in order; the first failure is thrown when all are closed. */
  void close() {
    IllegalStateException failed = new IllegalStateException("not every part could be closed");
    undo(failed);
    if (failed.getSuppressed().length > 0) {
      throw failed;
    }
  }
}
