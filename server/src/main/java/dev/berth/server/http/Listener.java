package dev.berth.server.http;

import dev.berth.wire.exchange.Handler;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** A port that answers HTTP until it is closed. */
public final class Listener implements AutoCloseable {
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);

  private final EventLoopGroup loops;
  private final ExecutorService threads;
  private final Service service;
  private final Connections connections;
  private final Channel server;

  /**
   * What a listener needs from outside.
   *
   * @param log is told of every exchange
   * @param clock for the {@code Date} of answers and the validity of a certificate made here
   * @param ids makes the id of each request
   */
  public record Surroundings(ExchangeLog log, InstantSource clock, Supplier<UUID> ids) {}

  private Listener(
      EventLoopGroup loops,
      ExecutorService threads,
      Service service,
      Connections connections,
      Channel server) {
    this.loops = loops;
    this.threads = threads;
    this.service = service;
    this.connections = connections;
    this.server = server;
  }

  /**
   * Begins to listen; requests are handled from now on.
   *
   * @throws CannotListen when the address cannot be taken
   * @throws UnusableCertificate when TLS is wanted and its certificate cannot be used
   */
  public static Listener start(HttpSettings settings, Handler handler, Surroundings around) {
    return start(settings, handler, around, Transport.best());
  }

  static Listener start(
      HttpSettings settings, Handler handler, Surroundings around, Transport transport) {
    Limits limits = settings.limits();
    Service service =
        new Service(
            handler,
            limits,
            around.log(),
            new DateField(around.clock()),
            around.ids(),
            new ByteBudget(limits.buffers().total()),
            new Running(limits.connections()),
            new AtomicBoolean());
    int cores = Runtime.getRuntime().availableProcessors();
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(Math.max(2, cores), transport.io());
    ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("http-", 0).factory());
    Connections connections = new Connections(limits.connections(), limits.perAddress());
    Optional<Certificates> certificates = Optional.empty();
    try {
      certificates = settings.tls().map(tls -> new Certificates(tls, around.clock(), threads));
      Channel server =
          bind(
              settings.address(),
              new ServerBootstrap()
                  .group(loops)
                  .channel(transport.channel())
                  .option(ChannelOption.SO_BACKLOG, 1024)
                  .childOption(ChannelOption.TCP_NODELAY, true)
                  .childOption(ChannelOption.SO_KEEPALIVE, true)
                  .childHandler(arrivals(service, threads, connections, certificates)));
      certificates.ifPresent(held -> server.closeFuture().addListener(_ -> held.close()));
      return new Listener(loops, threads, service, connections, server);
    } catch (RuntimeException e) {
      certificates.ifPresent(Certificates::close);
      var _ = loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
      threads.close();
      throw e;
    }
  }

  private static Arrivals arrivals(
      Service service,
      ExecutorService threads,
      Connections connections,
      Optional<Certificates> certificates) {
    return new Arrivals(
        connections,
        new Http1Pipeline(service, threads),
        new Http2Pipeline(service, threads),
        certificates,
        service.limits().waits().head());
  }

  private static Channel bind(InetSocketAddress address, ServerBootstrap bootstrap) {
    ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
    return switch (bound.cause()) {
      case null -> bound.channel();
      case BindException busy when mentions(busy, "in use") ->
          throw CannotListen.busy(address, busy);
      case Throwable other when mentions(other, "in use") ->
          throw CannotListen.busy(address, other);
      case Throwable other -> throw CannotListen.other(address, other);
    };
  }

  private static boolean mentions(Throwable failure, String words) {
    return failure.getMessage() != null && failure.getMessage().contains(words);
  }

  /** The port that is listened on: the one asked for, or the one found when 0 was. */
  public int port() {
    return ((InetSocketAddress) server.localAddress()).getPort();
  }

  /** How many exchanges run now. */
  public int running() {
    return service.running().count();
  }

  /** How many connections are open now. */
  public int connections() {
    return connections.count();
  }

  /** Bytes of the budget for bodies that nobody holds now. */
  public long freeBuffers() {
    return service.budget().free();
  }

  /**
   * Stops gently: takes no new connections, lets the exchanges that run come to their end, tells
   * those that begin meanwhile that their connection closes, and then closes.
   *
   * @param max how long exchanges are waited for; what still runs then is interrupted
   */
  public void drain(Duration max) {
    service.draining().set(true);
    server.close().awaitUninterruptibly();
    connections.retire();
    try {
      if (!service.running().awaitNone(max)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    close();
  }

  /** Stops at once: what runs loses its client and is interrupted if that does not end it. */
  @Override
  public void close() {
    service.draining().set(true);
    server.close().awaitUninterruptibly();
    connections.close();
    threads.shutdown();
    try {
      if (!threads.awaitTermination(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
        threads.awaitTermination(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException _) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(LAST_WORDS.toMillis());
  }
}
