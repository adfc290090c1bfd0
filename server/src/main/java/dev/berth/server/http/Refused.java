package dev.berth.server.http;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;

/**
 * A request that no handler will see.
 *
 * @param status of the answer, after which the connection is closed
 * @param reason one sentence; repeats nothing the client sent
 */
record Refused(int status, String reason) implements ParsedHead {

  static final Refused NO_MEMORY =
      new Refused(503, "The server has no memory left for bodies. Try again in a moment.");

  static final Refused BUSY =
      new Refused(503, "The server is handling as many requests as it may. Try again in a moment.");

  FullHttpResponse response() {
    byte[] text = (reason + "\n").getBytes(StandardCharsets.UTF_8);
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), Unpooled.wrappedBuffer(text));
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
        .set(HttpHeaderNames.CONTENT_LENGTH, text.length)
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    return response;
  }
}
