package dev.berth.server.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A socket on which a test says exactly what it wants to say. No read waits for more than 40 s. */
final class RawClient implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;

  /** An answer as it was on the wire; a character of the body is a byte. */
  record Answer(int status, Map<String, String> headers, String body) {
    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  RawClient(int port) throws IOException {
    this(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  RawClient(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(40_000);
    this.in = new BufferedInputStream(socket.getInputStream(), 1);
  }

  RawClient send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Text in which each circumflex stands for CR LF. */
  RawClient lines(String text) throws IOException {
    return send(text.replace("^", "\r\n"));
  }

  RawClient send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  /** The next answer, with the body that its length announces. */
  Answer answer() throws IOException {
    Answer head = head();
    int length = Integer.parseInt(head.headers().getOrDefault("content-length", "0"));
    return new Answer(
        head.status(),
        head.headers(),
        new String(in.readNBytes(length), StandardCharsets.ISO_8859_1));
  }

  /** The next answer's head; its body, if any, stays unread. */
  Answer head() throws IOException {
    String line = line();
    int status = Integer.parseInt(line.split(" ")[1]);
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String field = line(); !field.isEmpty(); field = line()) {
      int colon = field.indexOf(':');
      headers.put(field.substring(0, colon).toLowerCase(Locale.ROOT), field.substring(colon + 2));
    }
    return new Answer(status, headers, "");
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("closed after '" + line + "'");
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  byte[] read(int bytes) throws IOException {
    return in.readNBytes(bytes);
  }

  /** Whether the server closes the connection without another byte. */
  boolean isClosedByServer() throws IOException {
    try {
      return in.read() < 0;
    } catch (java.net.SocketException reset) {
      return true;
    }
  }

  /** Waits until the server closes the connection, whatever it says before. */
  boolean isClosedInTheEnd() throws IOException {
    while (!isClosedByServer()) {
      // what it says is looked at elsewhere
    }
    return true;
  }

  /** Whether something is there to be read at once. */
  boolean hasBytes() throws IOException {
    return in.available() > 0;
  }

  /** Ends the connection by a reset. */
  void abort() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
