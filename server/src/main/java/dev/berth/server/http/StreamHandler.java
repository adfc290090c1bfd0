package dev.berth.server.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of the pipeline of an HTTP/1 connection or an HTTP/2 stream: hands what arrives to the
 * conversation, whose thread starts with the first request.
 */
final class StreamHandler extends ChannelInboundHandlerAdapter {
  private static final Logger log = LoggerFactory.getLogger(StreamHandler.class);

  private final Executor threads;
  private final Function<Inbound, Runnable> conversation;
  private final Waiting waiting;
  private final int ahead;
  private @Nullable Inbound inbound;
  private boolean started;
  private boolean talking;

  /**
   * @param conversation what the thread does
   * @param ahead what how many reads brought of a body may wait for its reader
   */
  StreamHandler(
      Executor threads, Function<Inbound, Runnable> conversation, Waiting waiting, int ahead) {
    this.threads = threads;
    this.conversation = conversation;
    this.waiting = waiting;
    this.ahead = ahead;
  }

  /** Is told, on the event loop, whether a head is awaited. */
  interface Waiting {
    /** For those that need not know. */
    Waiting UNTIMED =
        new Waiting() {
          @Override
          public void begin() {}

          @Override
          public void end() {}
        };

    /** The conversation waits for the next request. */
    void begin();

    /** The head of a request is here. */
    void end();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    EventExecutor loop = ctx.executor();
    Runnable ask = () -> ask(ctx);
    inbound =
        new Inbound(
            () -> {
              if (loop.inEventLoop()) {
                ask.run();
              } else {
                loop.execute(ask);
              }
            },
            loop,
            ahead);
    if (ctx.channel().isActive()) {
      start(ctx);
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    start(ctx);
    ctx.fireChannelActive();
  }

  private void start(ChannelHandlerContext ctx) {
    if (!started) {
      started = true;
      ask(ctx);
    }
  }

  private void ask(ChannelHandlerContext ctx) {
    if (inbound().isHeadWanted()) {
      waiting.begin();
    }
    ctx.read();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!(message instanceof HttpObject object) || isCutOff(object)) {
      ReferenceCountUtil.release(message);
      return;
    }
    if (message instanceof HttpRequest) {
      waiting.end();
    }
    inbound().put(object);
    if (!talking) {
      talking = true;
      threads.execute(conversation.apply(inbound()));
    }
  }

  /** The decoder makes a malformed request of a head whose connection was closed in its midst. */
  private static boolean isCutOff(HttpObject object) {
    return object.decoderResult().cause() instanceof PrematureChannelClosureException;
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (inbound().more()) {
      ask(ctx);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    inbound().end();
    if (!talking) {
      inbound().dispose();
    }
    ctx.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    log.debug("A connection broke", cause);
    var _ = ctx.close();
  }

  private Inbound inbound() {
    if (inbound == null) {
      throw new IllegalStateException("not in a pipeline");
    }
    return inbound;
  }
}
