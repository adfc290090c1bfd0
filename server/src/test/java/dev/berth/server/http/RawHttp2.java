package dev.berth.server.http;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** An HTTP/2 connection on which a test sends the frames that it wants (RFC 9113 section 4.1). */
final class RawHttp2 implements AutoCloseable {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int PRIORITY = 2;
  static final int RESET = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GO_AWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;

  static final int ACK = 1;
  static final int END_HEADERS = 4;
  private static final int FRAME = 16_384;

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;

  /**
   * A frame.
   *
   * @param error of a reset or go-away frame
   */
  record Frame(int type, int flags, int stream, int length, int error) {}

  RawHttp2(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
    this.out = new DataOutputStream(socket.getOutputStream());
    out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    frame(SETTINGS, 0, 0);
  }

  /** A whole request; fields are {@code name=value}. */
  RawHttp2 get(int stream, String... fields) throws IOException {
    return headers(stream, 0x5, fields);
  }

  /** A request whose body follows. */
  RawHttp2 put(int stream) throws IOException {
    return headers(stream, 0x4, ":method=PUT", ":path=/", ":scheme=https", ":authority=a");
  }

  private RawHttp2 headers(int stream, int flags, String... fields) throws IOException {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    for (String field : List.of(fields)) {
      int split = field.indexOf('=');
      block.write(0); // a literal without indexing, RFC 7541 section 6.2.2
      literal(block, field.substring(0, split));
      literal(block, field.substring(split + 1));
    }
    return inFrames(flags, stream, block.toByteArray());
  }

  /** A block longer than one frame goes on in others (section 6.10). */
  private RawHttp2 inFrames(int flags, int stream, byte[] block) throws IOException {
    if (block.length <= FRAME) {
      return frame(HEADERS, flags, stream, block);
    }
    frame(HEADERS, flags & ~END_HEADERS, stream, Arrays.copyOf(block, FRAME));
    for (int at = FRAME; at < block.length; at += FRAME) {
      int end = Math.min(block.length, at + FRAME);
      int last = end == block.length ? END_HEADERS : 0;
      frame(CONTINUATION, last, stream, Arrays.copyOfRange(block, at, end));
    }
    return this;
  }

  private static void literal(ByteArrayOutputStream block, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    if (bytes.length < 127) {
      block.write(bytes.length);
    } else {
      block.write(127);
      int rest = bytes.length - 127;
      for (; rest >= 128; rest /= 128) {
        block.write(rest % 128 + 128);
      }
      block.write(rest);
    }
    block.writeBytes(bytes);
  }

  RawHttp2 data(int stream, byte... bytes) throws IOException {
    return frame(DATA, 0, stream, bytes);
  }

  RawHttp2 reset(int stream) throws IOException {
    return frame(RESET, 0, stream, (byte) 0, (byte) 0, (byte) 0, (byte) 8);
  }

  RawHttp2 frame(int type, int flags, int stream, byte... payload) throws IOException {
    return flood(1, type, flags, stream, payload);
  }

  /** The same frame again and again. */
  RawHttp2 flood(int times, int type, int flags, int stream, byte... payload) throws IOException {
    ByteBuffer frames = ByteBuffer.allocate(times * (9 + payload.length));
    for (int i = 0; i < times; i++) {
      frames.putInt(payload.length << 8 | type).put((byte) flags).putInt(stream).put(payload);
    }
    return bytes(frames.array());
  }

  /** Bytes that need not be whole frames. */
  RawHttp2 bytes(byte... bytes) throws IOException {
    out.write(bytes);
    out.flush();
    return this;
  }

  /** A number of four bytes. */
  static byte[] number(int value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }

  /** A setting and its value (section 6.5.1). */
  static byte[] setting(int name, int value) {
    return ByteBuffer.allocate(6).putShort((short) name).putInt(value).array();
  }

  /** Reads until nothing comes any more; the error of the last go-away, if there was one. */
  Optional<Integer> end() throws IOException {
    Optional<Integer> error = Optional.empty();
    for (Optional<Frame> last = next(GO_AWAY); last.isPresent(); last = next(GO_AWAY)) {
      error = last.map(Frame::error);
    }
    return error;
  }

  /** The next frame of that type; empty when the connection ends before. */
  Optional<Frame> next(int type) throws IOException {
    try {
      for (Frame frame = next(); ; frame = next()) {
        if (frame.type() == type) {
          return Optional.of(frame);
        }
      }
    } catch (EOFException | SocketException _) {
      return Optional.empty();
    }
  }

  private Frame next() throws IOException {
    int start = in.readInt();
    int flags = in.readUnsignedByte();
    int stream = in.readInt();
    byte[] payload = in.readNBytes(start >>> 8);
    int type = start & 0xff;
    int at = type == GO_AWAY ? 4 : 0;
    int error = (type == GO_AWAY || type == RESET) ? payload[at + 3] : 0;
    return new Frame(type, flags, stream, payload.length, error);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
