package dev.berth.registry.upload;

import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.Optional;

/**
 * Bytes that go on where an upload stopped.
 *
 * @param source read to its end, not closed
 * @param span where they belong, when the client says so; without, they belong at the end
 */
public record Chunk(ReadableByteChannel source, Optional<Span> span) {

  /** Bytes that belong at the end, as many as there are. */
  public static Chunk of(ReadableByteChannel source) {
    return new Chunk(source, Optional.empty());
  }

  /** Bytes that belong at a place, and must be as many as it has. */
  public static Chunk at(Span span, ReadableByteChannel source) {
    return new Chunk(source, Optional.of(span));
  }

  /** No bytes. */
  public static Chunk none() {
    return of(Channels.newChannel(InputStream.nullInputStream()));
  }
}
