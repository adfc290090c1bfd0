package dev.berth.server.http;

import dev.berth.wire.exchange.RequestBody.BodyInterrupted;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What has arrived on a connection or stream and was not taken yet: from the event loop, which puts
 * it in, to the thread of the conversation, which takes it out.
 *
 * <p>The event loop asks the socket for more only while the conversation waits for a head, or reads
 * a body of which little is here. So a body that nobody reads stays with its client, and a body
 * that is read has its next piece on the way. The conversation is woken once for all that a read
 * brought, and asks again when half of what may wait was taken: a wake costs as much as hashing
 * some ten KiB. The lock guards every field and is never held while anything waits or is asked.
 */
final class Inbound {

  private enum Wanted {
    NOTHING,
    HEAD,
    BODY
  }

  /** What came, and in which read of the socket. */
  private record Arrived(HttpObject object, long read) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<Arrived> arrived = new ArrayDeque<>();
  private final Runnable ask;
  private final Alarm alarm;
  private final int ahead;

  private Wanted wanted = Wanted.HEAD;
  private long reads;
  private boolean asked = true;
  private boolean held;
  private boolean wholeBody;
  private boolean ended;
  private boolean disposed;

  /**
   * @param ask asks the socket for more; called from any thread
   * @param loop where the patience of waits is watched
   * @param ahead what how many reads of the socket brought may wait
   */
  Inbound(Runnable ask, EventExecutor loop, int ahead) {
    this.ask = ask;
    this.alarm = new Alarm(loop, this::wake);
    this.ahead = ahead;
  }

  /** Puts in what arrived; on the event loop, before {@link #more}. */
  void put(HttpObject object) {
    lock.lock();
    try {
      if (disposed) { // what comes after the end is let go
        ReferenceCountUtil.release(object);
        return;
      }
      arrived.add(new Arrived(object, reads));
      wholeBody = object instanceof LastHttpContent;
    } finally {
      lock.unlock();
    }
  }

  /** A read of the socket is over; on the event loop. Says whether to begin another. */
  boolean more() {
    lock.lock();
    try {
      reads++;
      if (!arrived.isEmpty()) {
        changed.signal();
      }
      asked = isMoreWanted(ahead);
      return asked;
    } finally {
      lock.unlock();
    }
  }

  /** Whether the conversation waits for a request. */
  boolean isHeadWanted() {
    lock.lock();
    try {
      return !ended && wanted == Wanted.HEAD && arrived.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Nothing will arrive any more. What has arrived can still be taken. */
  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Lets go of everything, now and later. */
  void dispose() {
    alarm.off();
    lock.lock();
    try {
      disposed = true;
      ended = true;
      for (Arrived waiting : arrived) {
        ReferenceCountUtil.release(waiting.object());
      }
      arrived.clear();
    } finally {
      lock.unlock();
    }
  }

  /** Whether the connection or stream is over. */
  boolean isEnded() {
    lock.lock();
    try {
      return ended;
    } finally {
      lock.unlock();
    }
  }

  /** Until {@link #proceed}, there is no next request: the answer to this one is on its way. */
  void hold() {
    lock.lock();
    try {
      held = true;
      wanted = Wanted.NOTHING;
    } finally {
      lock.unlock();
    }
  }

  /** The answer has left: the next request is taken, and asked for although nobody waits yet. */
  void proceed() {
    boolean toBeAsked;
    lock.lock();
    try {
      held = false;
      wanted = Wanted.HEAD;
      toBeAsked = isToBeAsked();
      if (ended || !arrived.isEmpty()) {
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
    if (toBeAsked) {
      ask.run();
    }
  }

  /** Waits for the next request; empty when none will come. */
  Optional<HttpRequest> head() {
    lock.lock();
    try {
      while (held || arrived.isEmpty()) {
        if (ended && !held) {
          return Optional.empty();
        }
        wanted = held ? Wanted.NOTHING : Wanted.HEAD;
        if (isToBeAsked()) {
          askUnlocked();
        } else {
          changed.await();
        }
      }
      wanted = Wanted.NOTHING;
      HttpObject head = arrived.remove().object();
      if (head instanceof HttpRequest request) {
        return Optional.of(request);
      }
      ReferenceCountUtil.release(head);
      throw new IllegalStateException("expected the head of a request");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for the next piece of the body; the caller releases it.
   *
   * @throws BodyInterrupted when the connection is over, or nothing came for so long
   */
  HttpContent content(Duration patience) throws BodyInterrupted {
    HttpObject next;
    boolean toBeAsked;
    lock.lock();
    try {
      wanted = Wanted.BODY;
      next = await(patience.toNanos());
      toBeAsked = isToBeAsked();
    } finally {
      lock.unlock();
    }
    if (toBeAsked) {
      ask.run();
    }
    if (next instanceof HttpContent content) {
      return content;
    }
    ReferenceCountUtil.release(next);
    throw new IllegalStateException("expected a piece of a body");
  }

  /** Reads no further ahead. */
  void pause() {
    lock.lock();
    try {
      wanted = Wanted.NOTHING;
    } finally {
      lock.unlock();
    }
  }

  private HttpObject await(long patience) throws BodyInterrupted {
    long deadline = System.nanoTime() + patience;
    try {
      while (arrived.isEmpty()) {
        if (ended) {
          throw new BodyInterrupted("The client went away before its body was whole.");
        }
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          throw new BodyInterrupted(
              "The client sent nothing for %d seconds before its body was whole."
                  .formatted(TimeUnit.NANOSECONDS.toSeconds(patience)));
        }
        if (isToBeAsked()) {
          askUnlocked();
        } else {
          alarm.within(left);
          changed.await();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new BodyInterrupted("The server stopped before the body was whole.");
    }
    return arrived.remove().object();
  }

  /** Lets whoever waits look at the clock. */
  private void wake() {
    lock.lock();
    try {
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private void askUnlocked() {
    lock.unlock();
    try {
      ask.run();
    } finally {
      lock.lock();
    }
  }

  /** Whether the socket was not asked and should be; from now on it counts as asked. */
  private boolean isToBeAsked() {
    boolean now = !asked && isMoreWanted((ahead + 1) / 2);
    asked |= now;
    return now;
  }

  private boolean isMoreWanted(int most) {
    return !ended
        && switch (wanted) {
          case NOTHING -> false;
          case HEAD -> arrived.isEmpty();
          case BODY -> waitingReads() < most && !wholeBody;
        };
  }

  private long waitingReads() {
    Arrived oldest = arrived.peek();
    return oldest == null ? 0 : reads - oldest.read();
  }
}
