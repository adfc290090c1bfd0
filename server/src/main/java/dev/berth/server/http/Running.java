package dev.berth.server.http;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How many exchanges run, and the cap on them. The lock guards the count. */
final class Running {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition none = lock.newCondition();
  private final int most;
  private int count;

  Running(int most) {
    this.most = most;
  }

  /** Counts one more; false, and not counted, when there are too many. */
  boolean begin() {
    lock.lock();
    try {
      if (count == most) {
        return false;
      }
      count++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Counts one more, whatever their number: the answer to an exchange that was counted before. */
  void beginSending() {
    lock.lock();
    try {
      count++;
    } finally {
      lock.unlock();
    }
  }

  void end() {
    lock.lock();
    try {
      count--;
      if (count == 0) {
        none.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  int count() {
    lock.lock();
    try {
      return count;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until none runs, at most so long. */
  boolean awaitNone(Duration max) throws InterruptedException {
    long left = max.toNanos();
    lock.lock();
    try {
      while (count > 0) {
        if (left <= 0) {
          return false;
        }
        left = none.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }
}
