package dev.berth.wire;

import dev.berth.wire.exchange.Headers;
import dev.berth.wire.exchange.Request;
import dev.berth.wire.exchange.RequestBody;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.UUID;

/** Requests as the server makes them. */
public final class GivenRequest {
  private static final UUID ID = UUID.fromString("5c4e57ef-9c1b-4c1f-8f0b-6b3f6c3f3a11");

  private GivenRequest() {}

  /** A request without a body. */
  public static Request of(String method, String path, String... headers) {
    return with(new byte[0], method, path, headers);
  }

  /** A request to a host by name. */
  public static Request at(String host, String method, String path) {
    Request plain = of(method, path);
    Request.Target target = new Request.Target(host, plain.path(), plain.target().query());
    return new Request(
        plain.id(), method, target, plain.headers(), plain.body(), plain.peer(), plain.tls());
  }

  /** The same request with another body than the one that it was made with. */
  public static Request withBody(Request request, String body) {
    return new Request(
        request.id(),
        request.method(),
        request.target(),
        request.headers(),
        new Bytes(body.getBytes(StandardCharsets.UTF_8)),
        request.peer(),
        request.tls());
  }

  /** A request with text as its body. */
  public static Request with(String body, String method, String path, String... headers) {
    return with(body.getBytes(StandardCharsets.UTF_8), method, path, headers);
  }

  /** A request with these bytes as its body; header names and values alternate. */
  public static Request with(byte[] body, String method, String path, String... headers) {
    Headers fields = Headers.NONE;
    for (int i = 0; i < headers.length; i += 2) {
      fields = fields.with(headers[i], headers[i + 1]);
    }
    int question = path.indexOf('?');
    Request.Target target =
        new Request.Target(
            "localhost:5000",
            question < 0 ? path : path.substring(0, question),
            question < 0 ? "" : path.substring(question + 1));
    return new Request(
        ID, method, target, fields, new Bytes(body), InetAddress.getLoopbackAddress(), false);
  }

  private static final class Bytes implements RequestBody {
    private final long length;
    private final ReadableByteChannel channel;

    Bytes(byte[] bytes) {
      length = bytes.length;
      channel = Channels.newChannel(new ByteArrayInputStream(bytes));
    }

    @Override
    public OptionalLong length() {
      return OptionalLong.of(length);
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
      return channel.read(into);
    }

    @Override
    public boolean isOpen() {
      return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
