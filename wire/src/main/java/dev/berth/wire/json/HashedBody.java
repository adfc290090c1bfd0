package dev.berth.wire.json;

import dev.berth.model.Digest;
import dev.berth.model.Digester;
import dev.berth.wire.door.BodyTooLarge;
import dev.berth.wire.door.ClientGone;
import dev.berth.wire.exchange.RequestBody;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * A request body as a stream that hashes what passes, for signatures over bodies that are not kept.
 */
final class HashedBody extends InputStream {
  private final RequestBody body;
  private final long limit;
  private final Digester hash = Digester.of(Digest.Algorithm.SHA256);
  private long passed;

  HashedBody(RequestBody body, long limit) {
    if (body.length().orElse(0) > limit) {
      throw new BodyTooLarge(limit);
    }
    this.body = body;
    this.limit = limit;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    int count = receive(ByteBuffer.wrap(into, offset, length));
    if (count > 0) {
      passed += count;
      hash.update(into, offset, count);
      if (passed > limit) {
        throw new BodyTooLarge(limit);
      }
    }
    return count;
  }

  private int receive(ByteBuffer into) {
    try {
      return body.read(into);
    } catch (IOException e) {
      throw new ClientGone(e);
    }
  }

  /** The hash of the whole body; reads what is left of it. */
  Digest finish() {
    byte[] rest = new byte[8192];
    while (read(rest, 0, rest.length) >= 0) {
      // only the hash is of interest
    }
    return hash.digest();
  }
}
