package dev.berth.testkit.oci;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Requests written to a socket byte by byte: under any host name, and broken off half-way.
 *
 * @param endpoint where to connect
 * @param authorization the value of the field
 */
public record RawRegistryClient(URI endpoint, String authorization) {
  private static final int PATIENCE_MILLIS = 10_000;

  /** Asks under another host name than that of the address; answers have a length. */
  public Answer get(String method, String host, String path) {
    try (Socket socket = connect()) {
      write(
          socket,
          """
          %s %s HTTP/1.1\r
          Host: %s\r
          Authorization: %s\r
          Content-Length: 0\r
          Connection: close\r
          \r
          """
              .formatted(method, path, host, authorization));
      return read(socket.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Promises {@code length} bytes, sends the first ones only and hangs up. */
  public void breakOff(String method, String path, long length, byte[] first) {
    try (Socket socket = connect()) {
      write(
          socket,
          """
          %s %s HTTP/1.1\r
          Host: localhost\r
          Authorization: %s\r
          Content-Length: %d\r
          \r
          """
              .formatted(method, path, authorization, length));
      socket.getOutputStream().write(first);
      socket.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(endpoint.getHost(), endpoint.getPort());
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  private static void write(Socket socket, String head) throws IOException {
    socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static Answer read(InputStream stream) throws IOException {
    byte[] all = stream.readAllBytes();
    String text = new String(all, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    String[] lines = text.substring(0, end).split("\r\n", -1);
    Map<String, List<String>> headers = new HashMap<>();
    for (String line : Arrays.copyOfRange(lines, 1, lines.length)) {
      int colon = line.indexOf(':');
      headers
          .computeIfAbsent(
              line.substring(0, colon).toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
          .add(line.substring(colon + 1).strip());
    }
    int status = Integer.parseInt(lines[0].substring("HTTP/1.1 ".length()).substring(0, 3));
    return new Answer(status, headers, Arrays.copyOfRange(all, end + 4, all.length));
  }
}
