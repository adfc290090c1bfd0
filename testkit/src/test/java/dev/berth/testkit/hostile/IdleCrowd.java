package dev.berth.testkit.hostile;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * A process that opens connections and says nothing on them: for each number on its standard input,
 * so many more, from eight addresses of loopback in turn. Answers with how many are open and how
 * many the server has closed. Its argument is the server's port.
 */
final class IdleCrowd {
  private static final int ADDRESSES = 8;
  private static final long PATIENCE_MILLIS = 300;

  private final Selector selector = Selector.open();
  private final List<SocketChannel> open = new ArrayList<>();
  private final InetSocketAddress server;
  private int closed;

  private IdleCrowd(int port) throws IOException {
    this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  public static void main(String[] arguments) throws IOException {
    IdleCrowd crowd = new IdleCrowd(Integer.parseInt(arguments[0]));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      crowd.grow(Integer.parseInt(line));
      crowd.countClosed();
      out.println((crowd.open.size() - crowd.closed) + " " + crowd.closed);
    }
  }

  private void grow(int by) throws IOException {
    for (int i = 0; i < by; i++) {
      SocketChannel channel = SocketChannel.open();
      String source = "127.0.0." + (2 + open.size() % ADDRESSES);
      channel.bind(new InetSocketAddress(InetAddress.ofLiteral(source), 0));
      channel.connect(server);
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ);
      open.add(channel);
    }
  }

  /** Until nothing happens any more for a moment. */
  private void countClosed() throws IOException {
    ByteBuffer nothing = ByteBuffer.allocate(1);
    while (selector.select(PATIENCE_MILLIS) > 0) {
      for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); ) {
        SelectionKey key = keys.next();
        keys.remove();
        if (isClosed((SocketChannel) key.channel(), nothing)) {
          closed++;
          key.cancel();
          key.channel().close();
        }
      }
    }
  }

  private static boolean isClosed(SocketChannel channel, ByteBuffer nothing) {
    try {
      return channel.read(nothing) < 0;
    } catch (IOException reset) {
      return true;
    }
  }
}
