package dev.berth.blob.file;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Runs tasks one after another in the order in which they came, on whichever worker is free: the
 * writes of one file, or the bytes of one digest. What a task wrote, the next one sees.
 */
final class Lane {
  /**
   * After so many tasks a lane goes to the end of the queue, so that a fast upload does not keep a
   * worker for itself.
   */
  private static final int TURN = 8;

  private final Workers workers;

  /** Guards the two fields below. */
  private final Object lock = new Object();

  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private boolean running;

  Lane(Workers workers) {
    this.workers = workers;
  }

  /** Adds a task that never throws. */
  void add(Runnable task) {
    synchronized (lock) {
      waiting.add(task);
      if (running) {
        return;
      }
      running = true;
    }
    workers.start(this::takeTurn);
  }

  private void takeTurn() {
    for (int i = 0; i < TURN; i++) {
      Runnable next;
      synchronized (lock) {
        next = waiting.poll();
        running = next != null;
      }
      if (next == null) {
        return;
      }
      next.run();
    }
    workers.start(this::takeTurn);
  }
}
