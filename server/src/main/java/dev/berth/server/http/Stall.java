package dev.berth.server.http;

import io.netty.channel.ChannelFuture;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Breaks off what is sent to a client that takes no byte of it for too long: at least for the
 * patience that it is given, at most for twice as long.
 */
final class Stall {
  private final Alarm alarm;
  private final long patience;
  private final Runnable abort;
  private volatile @Nullable Sending underway;

  /** Of the sending thread. */
  private long turn;

  /** What the last look saw; of the event loop. */
  private long seen;

  private long before;

  private record Sending(long turn, ChannelFuture sent, LongSupplier progress) {}

  /**
   * @param loop of the connection
   * @param abort ends it; what is under way fails by that
   */
  Stall(EventExecutor loop, Duration patience, Runnable abort) {
    this.alarm = new Alarm(loop, this::look);
    this.patience = patience.toNanos();
    this.abort = abort;
  }

  /**
   * Watches until it is sent, or something else is watched.
   *
   * @param progress what was taken of it so far
   */
  void watch(ChannelFuture sent, LongSupplier progress) {
    turn++;
    underway = new Sending(turn, sent, progress);
    alarm.within(patience);
  }

  /** Watches no more. */
  void off() {
    underway = null;
    alarm.off();
  }

  private void look() {
    Sending now = underway;
    if (now == null || now.sent().isDone()) {
      return;
    }
    long taken = now.progress().getAsLong();
    if (now.turn() == seen && taken == before) {
      abort.run();
      return;
    }
    seen = now.turn();
    before = taken;
    alarm.within(patience);
  }
}
