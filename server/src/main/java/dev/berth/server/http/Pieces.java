package dev.berth.server.http;

import dev.berth.wire.exchange.Body;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.io.EOFException;
import java.io.IOException;

/** A response body, piece by piece, read on the thread of the exchange. */
interface Pieces {

  /** The bytes from an offset on; the caller releases them. Called in order, without gaps. */
  ByteBuf next(long offset, int length) throws IOException;

  static Pieces of(Body body, ByteBufAllocator memory) {
    return switch (body) {
      case Body.Bytes bytes ->
          (offset, length) -> Unpooled.wrappedBuffer(bytes.bytes(), (int) offset, length);
      case Body.FileRegion region ->
          (offset, length) ->
              filled(
                  memory,
                  length,
                  (buffer, missing) ->
                      buffer.writeBytes(
                          region.file(), region.position() + offset + length - missing, missing));
      case Body.Stream stream ->
          (_, length) ->
              filled(
                  memory, length, (buffer, missing) -> buffer.writeBytes(stream.stream(), missing));
      case Body.Absent _ ->
          (_, _) -> {
            throw new IllegalStateException("a body that is absent has no bytes");
          };
    };
  }

  /** Where bytes come from. */
  interface Source {
    /** Adds some bytes; -1 at the end. */
    int read(ByteBuf buffer, int most) throws IOException;
  }

  private static ByteBuf filled(ByteBufAllocator memory, int length, Source source)
      throws IOException {
    ByteBuf buffer = memory.buffer(length, length);
    boolean full = false;
    try {
      while (buffer.writableBytes() > 0) {
        if (source.read(buffer, buffer.writableBytes()) < 0) {
          throw new EOFException(
              "A response body ended %d bytes early.".formatted(buffer.writableBytes()));
        }
      }
      full = true;
      return buffer;
    } finally {
      if (!full) {
        buffer.release();
      }
    }
  }
}
