package dev.berth.server.http;

import dev.berth.wire.exchange.RequestBody.BodyInterrupted;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
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
 * a body of which few pieces are here. So a body that nobody reads stays with its client, and a
 * body that is read has its next piece on the way. The lock guards every field and is never held
 * while anything waits.
 */
final class Inbound {

  private enum Wanted {
    NOTHING,
    HEAD,
    BODY
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<HttpObject> arrived = new ArrayDeque<>();
  private final Runnable ask;
  private final int ahead;

  private Wanted wanted = Wanted.HEAD;
  private boolean asked = true;
  private boolean wholeBody;
  private boolean ended;
  private boolean disposed;

  /**
   * @param ask asks the socket for more; called from any thread, with the lock held
   * @param ahead how many pieces of a body may wait
   */
  Inbound(Runnable ask, int ahead) {
    this.ask = ask;
    this.ahead = ahead;
  }

  /** Puts in what arrived; on the event loop. What comes after the end is let go. */
  void put(HttpObject object) {
    lock.lock();
    try {
      if (disposed) {
        ReferenceCountUtil.release(object);
        return;
      }
      arrived.add(object);
      wholeBody = object instanceof LastHttpContent;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** A read of the socket is over; on the event loop. Says whether to begin another. */
  boolean more() {
    lock.lock();
    try {
      asked = isMoreWanted();
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
    lock.lock();
    try {
      disposed = true;
      ended = true;
      for (HttpObject object : arrived) {
        ReferenceCountUtil.release(object);
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

  /** Waits for the next request; empty when none will come. */
  Optional<HttpRequest> head() {
    lock.lock();
    try {
      wanted = Wanted.HEAD;
      while (arrived.isEmpty()) {
        if (ended) {
          return Optional.empty();
        }
        askIfNeeded();
        changed.await();
      }
      wanted = Wanted.NOTHING;
      HttpObject head = arrived.remove();
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
    lock.lock();
    try {
      wanted = Wanted.BODY;
      HttpObject next = await(patience.toNanos());
      if (next instanceof HttpContent content) {
        return content;
      }
      ReferenceCountUtil.release(next);
      throw new IllegalStateException("expected a piece of a body");
    } finally {
      lock.unlock();
    }
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
    long left = patience;
    try {
      while (arrived.isEmpty()) {
        if (ended) {
          throw new BodyInterrupted("The client went away before its body was whole.");
        }
        if (left <= 0) {
          throw new BodyInterrupted(
              "The client sent nothing for %d seconds before its body was whole."
                  .formatted(TimeUnit.NANOSECONDS.toSeconds(patience)));
        }
        askIfNeeded();
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new BodyInterrupted("The server stopped before the body was whole.");
    }
    HttpObject next = arrived.remove();
    askIfNeeded();
    return next;
  }

  private void askIfNeeded() {
    if (!asked && isMoreWanted()) {
      asked = true;
      ask.run();
    }
  }

  private boolean isMoreWanted() {
    return !ended
        && switch (wanted) {
          case NOTHING -> false;
          case HEAD -> arrived.isEmpty();
          case BODY -> arrived.size() < ahead && !wholeBody;
        };
  }
}
