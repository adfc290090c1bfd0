package dev.berth.wire.door;

import dev.berth.wire.exchange.RequestBody;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;

/** A request body read into memory, within the budget. The share is given back by closing. */
public final class WholeBody implements AutoCloseable {
  private static final int BUFFER = 64 * 1024;

  private final byte[] bytes;
  private final BodyBudget.Share share;

  private WholeBody(byte[] bytes, BodyBudget.Share share) {
    this.bytes = bytes;
    this.share = share;
  }

  /**
   * Reads a body to its end.
   *
   * @param limit the most bytes it may have
   * @throws BodyTooLarge when it has more; nothing was read when the client announced it
   * @throws ClientGone when the client stopped half-way
   * @throws BodyBudget.Overloaded when there is no memory for it
   */
  public static WholeBody read(RequestBody body, long limit, BodyBudget budget) {
    OptionalLong announced = body.length();
    if (announced.isPresent() && announced.getAsLong() > limit) {
      throw new BodyTooLarge(limit);
    }
    BodyBudget.Share share = budget.take(announced.orElse(limit));
    boolean whole = false;
    try {
      byte[] bytes = readAll(body, limit);
      whole = true;
      return new WholeBody(bytes, share);
    } catch (IOException e) {
      throw new ClientGone(e);
    } finally {
      if (!whole) {
        share.close();
      }
    }
  }

  private static byte[] readAll(RequestBody body, long limit) throws IOException {
    long announced = body.length().orElse(BUFFER);
    ByteArrayOutputStream all = new ByteArrayOutputStream((int) Math.min(announced, limit));
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER, Math.max(announced, 1)));
    while (body.read(buffer) >= 0) {
      if (all.size() + buffer.position() > limit) {
        throw new BodyTooLarge(limit);
      }
      all.write(buffer.array(), 0, buffer.position());
      buffer.clear();
    }
    return all.toByteArray();
  }

  /** The bytes; not copied, and not to be used after closing. */
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public void close() {
    share.close();
  }
}
