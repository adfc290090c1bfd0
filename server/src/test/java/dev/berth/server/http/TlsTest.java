package dev.berth.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.wire.exchange.Body;
import dev.berth.wire.exchange.Response;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** HTTP/1.1 over TLS, and where certificates come from. */
@ExtendWith(LeakCheck.class)
@Timeout(120)
final class TlsTest {
  @TempDir Path folder;

  @Test
  void bodies_go_both_ways_over_tls() throws IOException {
    try (GivenListener given =
            GivenListener.on(GivenTls.settings(GivenTls.in(folder)), GivenListener::echo);
        RawClient client = new RawClient(GivenTls.socket(folder, given.port(), "http/1.1"))) {
      String body = "0123456789".repeat(200_000);
      client.lines("PUT / HTTP/1.1^Host: a^Content-Length: " + body.length() + "^^").send(body);
      assertThat(client.answer().body()).isEqualTo(body);
      client.lines("GET / HTTP/1.1^Host: a^Connection: close^^");
      assertThat(client.answer().status()).isEqualTo(200);
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  void a_file_is_sent_over_tls_and_closed() throws IOException {
    Path path = Files.writeString(folder.resolve("blob"), "0123456789".repeat(300_000));
    FileChannel file = FileChannel.open(path);
    try (GivenListener given =
            GivenListener.on(
                GivenTls.settings(GivenTls.in(folder)),
                request -> {
                  assertThat(request.tls()).isTrue();
                  return Response.of(206, "a/b", new Body.FileRegion(file, 5, 2_000_000));
                });
        RawClient client = new RawClient(GivenTls.socket(folder, given.port()))) {
      client.lines("GET / HTTP/1.1^Host: a^^");
      assertThat(client.answer().body()).isEqualTo("5678901234".repeat(200_000));
      Awaitility.await().until(() -> !file.isOpen());
      Awaitility.await().until(() -> given.listener().freeBuffers() == 96 << 20);
    }
  }

  @Test
  void a_refused_request_is_answered_over_tls() throws IOException {
    try (GivenListener given =
            GivenListener.on(GivenTls.settings(GivenTls.in(folder)), GivenListener::tell);
        RawClient client = new RawClient(GivenTls.socket(folder, given.port()))) {
      client.lines("GET / HTTP/1.1^X-A: 1^^");
      assertThat(client.answer().status()).isEqualTo(400);
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  void a_client_without_tls_or_too_slow_for_it_is_let_go() throws IOException {
    Limits limits =
        GivenListener.impatient(
            Duration.ofMillis(200), Duration.ofSeconds(30), Duration.ofSeconds(30));
    try (GivenListener given =
            GivenListener.on(
                GivenTls.settings(GivenTls.in(folder)).with(limits), GivenListener::tell);
        RawClient plain = given.client();
        RawClient silent = given.client()) {
      plain.lines("GET / HTTP/1.1^Host: a^^");
      assertThat(plain.isClosedByServer()).isTrue();
      assertThat(silent.isClosedByServer()).isTrue();
      Awaitility.await().until(() -> given.listener().connections() == 0);
    }
  }

  @Test
  void a_certificate_made_here_names_the_hosts_and_its_key_is_secret() throws Exception {
    Tls.Files files = made(GivenListener.NOW, "berth.example", "*.dkr.berth.example", "10.0.0.7");
    X509Certificate certificate = GivenTls.certificate(folder);
    assertThat(certificate.getSubjectAlternativeNames())
        .extracting(name -> name.get(1).toString())
        .containsExactlyInAnyOrder(
            "localhost",
            "127.0.0.1",
            "0:0:0:0:0:0:0:1",
            "berth.example",
            "*.dkr.berth.example",
            "10.0.0.7");
    assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
    assertThat(certificate.getNotAfter().toInstant())
        .isEqualTo(GivenListener.NOW.plus(Duration.ofDays(396)));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.key())))
        .isEqualTo("rw-------");
  }

  @Test
  void a_certificate_made_here_is_used_again_until_it_nears_its_end_or_the_hosts_change() {
    made(GivenListener.NOW);
    X509Certificate first = GivenTls.certificate(folder);
    made(GivenListener.NOW.plus(Duration.ofDays(300)));
    assertThat(GivenTls.certificate(folder)).isEqualTo(first);
    made(GivenListener.NOW.plus(Duration.ofDays(370)));
    X509Certificate renewed = GivenTls.certificate(folder);
    assertThat(renewed).isNotEqualTo(first);
    made(GivenListener.NOW.plus(Duration.ofDays(370)), "berth.example");
    assertThat(GivenTls.certificate(folder)).isNotEqualTo(renewed);
  }

  @Test
  void a_new_certificate_is_taken_up_and_a_broken_one_is_not() throws IOException {
    Tls.Files first = GivenTls.filesIn(folder.resolve("first"));
    Tls.Files second = GivenTls.filesIn(folder.resolve("second"));
    Tls.Files served =
        new Tls.Files(folder.resolve("chain.pem"), folder.resolve("private.pem"), Duration.ZERO);
    replace(first.chain(), served.chain());
    replace(first.key(), served.key());
    try (GivenListener given = GivenListener.on(GivenTls.settings(served), GivenListener::tell)) {
      assertThat(isMet(given, "first")).isTrue();
      replace(second.chain(), served.chain());
      for (int i = 0; i < 5; i++) {
        assertThat(isMet(given, "first")).as("while only half is there").isTrue();
      }
      replace(second.key(), served.key());
      Awaitility.await().until(() -> isMet(given, "second"));
      Files.writeString(served.chain(), "nonsense");
      for (int i = 0; i < 5; i++) {
        assertThat(isMet(given, "second")).isTrue();
      }
    }
  }

  @Test
  void a_key_that_belongs_to_another_certificate_is_refused_at_the_start(@TempDir Path other) {
    Tls.Files one = GivenTls.filesIn(folder);
    Tls.Files two = GivenTls.filesIn(other);
    Tls.Files mixed = Tls.Files.of(one.chain(), two.key());
    assertThatThrownBy(() -> GivenListener.on(GivenTls.settings(mixed), GivenListener::tell))
        .isInstanceOf(UnusableCertificate.class)
        .hasMessage(
            "The key in %s does not belong to the certificate in %s."
                .formatted(two.key(), one.chain()));
    Tls.Files absent = Tls.Files.of(folder.resolve("absent.pem"), one.key());
    assertThatThrownBy(() -> GivenListener.on(GivenTls.settings(absent), GivenListener::tell))
        .isInstanceOf(UnusableCertificate.class)
        .hasMessageContaining("absent.pem");
  }

  private Tls.Files made(Instant now, String... hosts) {
    return new SelfSignedCertificate(GivenTls.in(folder, hosts), InstantSource.fixed(now)).files();
  }

  @Test
  void openssl_meets_the_clients_where_its_library_loads() {
    assertThat(isMetByOpenSsl(GivenTls.in(folder))).isEqualTo(OpenSsl.isAvailable());
  }

  @Test
  void a_key_that_openssl_does_not_offer_is_served_by_the_jdk() throws Exception {
    Tls.Files files = GivenTls.ed25519In(folder);
    assertThat(isMetByOpenSsl(files)).isFalse();
    try (GivenListener given = GivenListener.on(GivenTls.settings(files), GivenListener::echo);
        RawClient client = new RawClient(GivenTls.socket(folder, given.port(), "http/1.1"))) {
      client.lines("GET / HTTP/1.1^Host: a^^");
      assertThat(client.answer().status()).isEqualTo(200);
    }
  }

  private static boolean isMetByOpenSsl(Tls tls) {
    try (Certificates certificates = new Certificates(tls, InstantSource.system(), Runnable::run)) {
      SSLEngine engine = certificates.newHandler(UnpooledByteBufAllocator.DEFAULT).engine();
      try {
        return engine instanceof ReferenceCountedOpenSslEngine;
      } finally {
        ReferenceCountUtil.release(engine);
      }
    }
  }

  private static void replace(Path from, Path to) throws IOException {
    Path copy = Files.copy(from, to.resolveSibling("copy"));
    Files.move(copy, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Whether the next connection meets the certificate in that folder. */
  private boolean isMet(GivenListener given, String name) throws IOException {
    try (SSLSocket socket = GivenTls.socket(folder.resolve(name), given.port())) {
      return socket.getSession().isValid();
    } catch (SSLHandshakeException _) {
      return false;
    }
  }
}
