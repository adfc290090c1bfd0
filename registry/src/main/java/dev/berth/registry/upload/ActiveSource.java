package dev.berth.registry.upload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A source that says now and then that bytes still arrive, because one chunk may take longer than
 * an upload may be idle.
 */
final class ActiveSource implements ReadableByteChannel {
  private final ReadableByteChannel source;
  private final InstantSource clock;
  private final Duration every;
  private final Runnable active;
  private Instant next;

  /**
   * Begins now.
   *
   * @param active called before a read, when the last call is so long ago
   */
  ActiveSource(ReadableByteChannel source, InstantSource clock, Duration every, Runnable active) {
    this.source = source;
    this.clock = clock;
    this.every = every;
    this.active = active;
    this.next = clock.instant().plus(every);
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    Instant now = clock.instant();
    if (!now.isBefore(next)) {
      active.run();
      next = now.plus(every);
    }
    return source.read(into);
  }

  @Override
  public boolean isOpen() {
    return source.isOpen();
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
