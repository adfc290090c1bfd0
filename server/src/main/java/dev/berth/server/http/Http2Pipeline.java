package dev.berth.server.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.DefaultHttp2LocalFlowController;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a connection speak HTTP/2, a conversation for each stream.
 *
 * <p>Flow control is held by the streams alone: the window of the connection is opened again as
 * bytes arrive, that of a stream only as its body is read. So a body that nobody reads stops its
 * own stream and no other. A stream begins with a small window; it grows when memory for the body
 * was reserved.
 */
final class Http2Pipeline {
  private static final Logger log = LoggerFactory.getLogger(Http2Pipeline.class);

  private static final int CONNECTION_WINDOW = 16 << 20;
  private static final int FIRST_CONNECTION_WINDOW = 65_535;
  private static final int RECEIVED_AT_ONCE = 64 * 1024;
  private static final int PIECES_AHEAD = 16;

  /** Bytes of header fields that a client may have remembered, for this connection. */
  private static final int HEADER_TABLE = 4096;

  private final Service service;
  private final Executor threads;

  Http2Pipeline(Service service, Executor threads) {
    this.service = service;
    this.threads = threads;
  }

  void install(Channel channel, InetSocketAddress peer, ReceiveSize size) {
    channel.config().setAutoRead(true);
    size.set(RECEIVED_AT_ONCE);
    Http2FrameCodec codec = codec();
    InetAddress address = peer.getAddress();
    channel
        .pipeline()
        .addLast(new Idle(service.limits().waits().idle(), codec.connection()))
        .addLast(new FrameWatch(service.limits()))
        .addLast(codec)
        .addLast(new SmallFrames(service.limits().http2()))
        .addLast(
            new Http2MultiplexHandler(
                new ChannelInitializer<Http2StreamChannel>() {
                  @Override
                  protected void initChannel(Http2StreamChannel stream) {
                    begin(stream, address, codec);
                  }
                }))
        .addLast(new Rest());
    channel
        .writeAndFlush(
            new DefaultHttp2WindowUpdateFrame(CONNECTION_WINDOW - FIRST_CONNECTION_WINDOW))
        .addListener(
            sent -> {
              if (!sent.isSuccess()) {
                log.debug("A connection ended as it began", sent.cause());
              }
            });
  }

  /** Asks the client to begin no more streams, if the connection speaks HTTP/2. */
  static void retire(Channel connection) {
    if (connection.pipeline().get(Http2FrameCodec.class) != null) {
      var _ = connection.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR));
    }
  }

  private void begin(Http2StreamChannel stream, InetAddress peer, Http2FrameCodec codec) {
    stream.config().setAutoRead(false);
    Link link = new Http2Link(stream, peer, codec, service.limits().buffers());
    stream
        .pipeline()
        .addLast(new StreamHeadCodec())
        .addLast(
            new StreamHandler(
                threads,
                inbound -> new Conversation(service, link, inbound),
                StreamHandler.Waiting.UNTIMED,
                PIECES_AHEAD));
  }

  private Http2FrameCodec codec() {
    Limits.Http2 limits = service.limits().http2();
    Limits.Rate resets = limits.resets();
    int within = Math.toIntExact(resets.within().toSeconds());
    Http2FrameCodec codec =
        Http2FrameCodecBuilder.forServer()
            .initialSettings(
                Http2Settings.defaultSettings()
                    .maxConcurrentStreams(limits.streams())
                    .headerTableSize(HEADER_TABLE)
                    .maxFrameSize(Http2CodecUtil.DEFAULT_MAX_FRAME_SIZE)
                    .initialWindowSize(Http2Link.FIRST_WINDOW)
                    .maxHeaderListSize(service.limits().head().bytes()))
            .decoderEnforceMaxRstFramesPerWindow(resets.most(), within)
            .encoderEnforceMaxRstFramesPerWindow(resets.most(), within)
            .decoderEnforceMaxConsecutiveEmptyDataFrames(limits.emptyData())
            .decoderEnforceMaxSmallContinuationFrames(limits.smallContinuations())
            .encoderEnforceMaxQueuedControlFrames(limits.queuedAnswers())
            .gracefulShutdownTimeoutMillis(0)
            .build();
    Http2Connection connection = codec.connection();
    connection
        .local()
        .flowController(
            new DefaultHttp2LocalFlowController(
                    connection, DefaultHttp2LocalFlowController.DEFAULT_WINDOW_UPDATE_RATIO, true)
                .frameWriter(codec.encoder().frameWriter()));
    return codec;
  }

  /** Closes a connection that has had no stream and no byte for a while. */
  private static final class Idle extends IdleStateHandler {
    private final Http2Connection connection;

    Idle(Duration time, Http2Connection connection) {
      super(0, 0, time.toMillis(), TimeUnit.MILLISECONDS);
      this.connection = connection;
    }

    @Override
    protected void channelIdle(ChannelHandlerContext ctx, IdleStateEvent event) {
      if (connection.numActiveStreams() == 0) {
        var _ = ctx.channel().close();
      }
    }
  }

  /** What is no concern of any stream. */
  private static final class Rest extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object frame) {
      ReferenceCountUtil.release(frame);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      log.debug("An HTTP/2 connection broke", cause);
      // A breach of the protocol is answered by the codec, which then closes.
      if (Http2CodecUtil.getEmbeddedHttp2Exception(cause) == null) {
        var _ = ctx.close();
      }
    }
  }
}
