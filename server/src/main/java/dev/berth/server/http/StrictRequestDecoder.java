package dev.berth.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.List;

/**
 * Netty's decoder without its leniencies: white space but two single spaces in the request line,
 * folded header fields, lines that do not end in CR LF, and a length beside a transfer coding make
 * a request undecodable (RFC 9112 sections 2.2, 3, 5.2, 6.3).
 *
 * <p>The decoder takes the head of a message and no byte more in one call, or in several; so what a
 * call took while no body was under way is scanned again here for line ends.
 */
final class StrictRequestDecoder extends HttpRequestDecoder {
  /** Chunks of fewer bytes on average cost more memory than they carry. */
  private static final int LEAST_AVERAGE = 32;

  private static final int FREE_PIECES = 1000;

  private boolean inBody;
  private boolean ambiguous;
  private byte last;
  private boolean inLine;
  private boolean lineOver;
  private int spaces;
  private long pieces;
  private long bytes;
  private boolean tiny;
  private boolean complained;

  StrictRequestDecoder(Limits.Head limits) {
    super(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(limits.lineBytes())
            .setMaxHeaderSize(limits.bytes())
            .setMaxChunkSize(ReceiveSize.LARGE)
            .setStrictLineParsing(true));
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
    boolean head = !inBody;
    int from = in.readerIndex();
    int before = out.size();
    super.decode(ctx, in, out);
    if (head) {
      scan(in, from, in.readerIndex());
    }
    for (int i = before; i < out.size(); i++) {
      look(out.get(i));
    }
    if (tiny) {
      dropContents(out, before);
    }
  }

  /** Leaves one piece, which says that the body is malformed. */
  private void dropContents(List<Object> out, int from) {
    for (int i = out.size() - 1; i >= from; i--) {
      if (out.get(i) instanceof HttpContent) {
        ReferenceCountUtil.release(out.remove(i));
      }
    }
    if (!complained) {
      complained = true;
      HttpContent complaint = new DefaultHttpContent(Unpooled.EMPTY_BUFFER);
      complaint.setDecoderResult(
          DecoderResult.failure(new IllegalArgumentException("chunks of few bytes each")));
      out.add(complaint);
    }
  }

  private void look(Object message) {
    if (message instanceof HttpRequest request) {
      inBody = true;
      if (ambiguous && request.decoderResult().isSuccess()) {
        request.setDecoderResult(
            DecoderResult.failure(new IllegalArgumentException("ambiguous line ends")));
      }
    }
    if (message instanceof HttpContent content) {
      pieces++;
      bytes += content.content().readableBytes();
      tiny |= pieces > FREE_PIECES && bytes < pieces * LEAST_AVERAGE;
    }
    if (message instanceof LastHttpContent) {
      inBody = false;
      ambiguous = false;
      last = 0;
      inLine = false;
      lineOver = false;
      spaces = 0;
      pieces = 0;
      bytes = 0;
    }
  }

  private void scan(ByteBuf in, int from, int to) {
    for (int i = from; i < to; i++) {
      byte next = in.getByte(i);
      boolean bareLf = next == '\n' && last != '\r';
      boolean bareCr = last == '\r' && next != '\n';
      boolean folded = last == '\n' && (next == ' ' || next == '\t');
      ambiguous |= bareLf || bareCr || folded;
      if (!lineOver) {
        scanLine(next);
      }
      last = next;
    }
  }

  /** Empty lines may stand before a request. */
  private void scanLine(byte next) {
    switch (next) {
      case '\r' -> {}
      case '\n' -> {
        lineOver = inLine;
        ambiguous |= inLine && spaces != 2;
      }
      default -> {
        inLine = true;
        spaces += next == ' ' ? 1 : 0;
        ambiguous |= next > 0 && next < ' ';
      }
    }
  }

  @Override
  protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
    throw new IllegalArgumentException("Content-Length beside Transfer-Encoding");
  }
}
