package dev.berth.server.http;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate that new connections are met with. While clients come, its files are looked at
 * now and then, beside the connection; what has changed and can be used takes the place of the old.
 *
 * <p>OpenSSL's context lives outside the heap and is counted: connections that began with it keep
 * it alive, so it is let go here as soon as another one takes its place.
 */
final class Certificates implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Certificates.class);

  /** Whose signatures OpenSSL's library offers by itself. */
  private static final Set<String> OPENSSL_KEYS = Set.of("RSA", "EC");

  private final Tls.Files files;
  private final Executor threads;
  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile long lookedAt;

  /** Guarded by this, so that none is let go between its look-up and its use. */
  private SslContext context;

  private boolean closed;
  private volatile State seen;

  /** What shows that a file changed, also when it is a link to another one now. */
  private record Mark(Optional<FileTime> modified, long size, Optional<Object> identity) {
    static Mark of(Path file) {
      try {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        return new Mark(
            Optional.of(now.lastModifiedTime()), now.size(), Optional.ofNullable(now.fileKey()));
      } catch (IOException _) {
        return new Mark(Optional.empty(), 0, Optional.empty());
      }
    }
  }

  private record State(Mark chain, Mark key) {}

  /**
   * @param threads looks at the files
   * @throws UnusableCertificate when there is none to begin with
   */
  Certificates(Tls tls, InstantSource clock, Executor threads) {
    this.files =
        switch (tls) {
          case Tls.Files kept -> kept;
          case Tls.SelfSigned wanted -> new SelfSignedCertificate(wanted, clock).files();
        };
    this.threads = threads;
    this.seen = state();
    this.context = load();
    this.lookedAt = System.nanoTime();
  }

  /** What meets the next connection; never waits for files. */
  SslHandler newHandler(ByteBufAllocator memory) {
    if (System.nanoTime() - lookedAt >= files.checkEvery().toNanos()
        && looking.compareAndSet(false, true)) {
      threads.execute(this::look);
    }
    synchronized (this) {
      return context.newHandler(memory);
    }
  }

  private synchronized void take(SslContext next) {
    ReferenceCountUtil.release(closed ? next : context);
    if (!closed) {
      context = next;
    }
  }

  /** There are no more new connections. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      ReferenceCountUtil.release(context);
    }
  }

  private void look() {
    try {
      State now = state();
      if (!Objects.equals(now, seen)) {
        seen = now;
        take(load());
        log.info("The certificate in {} was taken up", files.chain());
      }
    } catch (UnusableCertificate e) {
      log.error("The old certificate stays in use: {}", e.getMessage());
    } finally {
      lookedAt = System.nanoTime();
      looking.set(false);
    }
  }

  private State state() {
    return new State(Mark.of(files.chain()), Mark.of(files.key()));
  }

  private SslContext load() {
    CertificatePair pair = CertificatePair.read(files.chain(), files.key());
    if (OpenSsl.isAvailable() && OPENSSL_KEYS.contains(pair.key().getAlgorithm())) {
      try {
        return context(pair, SslProvider.OPENSSL_REFCNT);
      } catch (UnusableCertificate e) {
        log.warn("OpenSSL does not take the certificate, the JDK is asked: {}", e.getMessage());
      }
    }
    return context(pair, SslProvider.JDK);
  }

  private SslContext context(CertificatePair pair, SslProvider provider) {
    try {
      return SslContextBuilder.forServer(pair.key(), pair.chain().toArray(X509Certificate[]::new))
          .sslProvider(provider)
          .protocols("TLSv1.3", "TLSv1.2")
          .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
          .applicationProtocolConfig(
              new ApplicationProtocolConfig(
                  Protocol.ALPN,
                  SelectorFailureBehavior.NO_ADVERTISE,
                  SelectedListenerFailureBehavior.ACCEPT,
                  ApplicationProtocolNames.HTTP_2,
                  ApplicationProtocolNames.HTTP_1_1))
          .build();
    } catch (SSLException e) {
      throw new UnusableCertificate(
          "The certificate in %s cannot be used.".formatted(files.chain()), e);
    }
  }
}
