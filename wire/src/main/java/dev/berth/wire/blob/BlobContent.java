package dev.berth.wire.blob;

import dev.berth.blob.Stored;
import dev.berth.model.Digest;
import dev.berth.wire.exchange.Body;
import dev.berth.wire.exchange.EntityTag;
import dev.berth.wire.exchange.Headers;
import dev.berth.wire.exchange.Request;
import dev.berth.wire.exchange.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * The answer to a request for a blob (OCI distribution-spec, "Pulling blobs"; RFC 9110, sections 13
 * and 14): 200 with all of it, 206 with the one range that was asked for, 416 when the blob has no
 * such bytes, 304 when the client has it already. Only {@code GET} opens the bytes; {@code HEAD}
 * answers as a {@code GET} without {@code Range} would.
 *
 * @param digest the blob's
 * @param size its length in bytes
 * @param opener where its bytes come from
 */
public record BlobContent(Digest digest, long size, Opener opener) {

  /** Opens a part of the blob's bytes. */
  @FunctionalInterface
  public interface Opener {
    /** Opens {@code length} bytes from {@code position} on. */
    Stored open(long position, long length) throws IOException;
  }

  /** Answers a {@code GET} or {@code HEAD}. */
  public Response answer(Request request) {
    if (tag().isKnownTo(request)) {
      return new Response(304, headers(), new Body.Absent(size));
    }
    if (request.method().equals("HEAD")) {
      return new Response(200, headers(), new Body.Absent(size));
    }
    return switch (range(request)) {
      case ByteRange.Whole _ -> new Response(200, headers(), open(0, size));
      case ByteRange.Part(long first, long length) ->
          new Response(206, headers(), open(first, length))
              .with("Content-Range", "bytes %d-%d/%d".formatted(first, first + length - 1, size));
      case ByteRange.Unsatisfiable _ -> Response.of(416).with("Content-Range", "bytes */" + size);
    };
  }

  private ByteRange range(Request request) {
    Optional<String> range = request.headers().first("Range");
    return range.isEmpty() || !tag().permitsRange(request)
        ? new ByteRange.Whole()
        : ByteRange.parse(range.get(), size);
  }

  private Body open(long position, long length) {
    if (length == 0) {
      return Body.NONE;
    }
    try {
      return switch (opener.open(position, length)) {
        case Stored.Region(var file, long start, long count) ->
            new Body.FileRegion(file, start, count);
        case Stored.Streamed(var stream, long count) -> new Body.Stream(stream, count);
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Headers headers() {
    return Headers.of("Content-Type", "application/octet-stream")
        .with("Docker-Content-Digest", digest.toString())
        .with("ETag", tag().toString())
        .with("Accept-Ranges", "bytes");
  }

  private EntityTag tag() {
    return new EntityTag(digest.toString());
  }
}
