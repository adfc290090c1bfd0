package dev.berth.server.http;

import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate that new connections are met with. While clients come, its files are looked at
 * now and then, beside the connection; what has changed and can be used takes the place of the old.
 */
final class Certificates {
  private static final Logger log = LoggerFactory.getLogger(Certificates.class);

  private final Tls.Files files;
  private final Executor threads;
  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile long lookedAt;
  private volatile SslContext context;
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

  /** What the next connection is met with; never waits for files. */
  SslContext current() {
    if (System.nanoTime() - lookedAt >= files.checkEvery().toNanos()
        && looking.compareAndSet(false, true)) {
      threads.execute(this::look);
    }
    return context;
  }

  private void look() {
    try {
      State now = state();
      if (!Objects.equals(now, seen)) {
        seen = now;
        context = load();
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
    try {
      return SslContextBuilder.forServer(pair.key(), pair.chain().toArray(X509Certificate[]::new))
          .sslProvider(SslProvider.JDK)
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
