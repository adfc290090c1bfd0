package dev.berth.testkit.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * An issuer of OpenID Connect tokens on loopback: discovery, keys, rotation, outage. It names
 * itself {@code https://127.0.0.1:PORT}, as issuers must, and is asked by plain HTTP.
 */
public final class OidcIssuer implements AutoCloseable {
  private static final String DISCOVERY = "/.well-known/openid-configuration";
  private static final String KEYS = "/keys";
  private static final Duration LIFE = Duration.ofMinutes(10);

  private final HttpServer server;
  private final AtomicInteger asked = new AtomicInteger();
  private volatile List<RSAKey> keys = List.of();
  private volatile boolean out;
  private volatile UnaryOperator<String> discovery = UnaryOperator.identity();

  private OidcIssuer(HttpServer server) {
    this.server = server;
  }

  /** One with one key. */
  public static OidcIssuer start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      OidcIssuer issuer = new OidcIssuer(server);
      issuer.rotate();
      server.createContext("/", issuer::answer);
      server.start();
      return issuer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What its tokens call it. */
  public String url() {
    return "https://" + name();
  }

  /** The same without the scheme, as condition keys and ARNs have it. */
  public String name() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** How often its keys were asked for. */
  public int timesAsked() {
    return asked.get();
  }

  /** Signs with a new key from now on, and publishes that one alone. */
  public void rotate() {
    keys = List.of(newKey(UUID.randomUUID().toString()));
  }

  /** Answers nothing but errors, or answers again. */
  public void setOut(boolean broken) {
    this.out = broken;
  }

  /** Changes what it says of itself. */
  public void setDiscovery(UnaryOperator<String> change) {
    this.discovery = change;
  }

  /** The published keys, as a file of the operator's holds them. */
  public String publishedKeys() {
    return new JWKSet(new ArrayList<JWK>(keys)).toPublicJWKSet().toString();
  }

  /** The key that signs now. */
  public RSAKey key() {
    return keys.getFirst();
  }

  /** Another issuer's key. */
  public static RSAKey newKey(String kid) {
    try {
      return new RSAKeyGenerator(2048).keyID(kid).keyUse(KeyUse.SIGNATURE).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Claims of a good token that lives ten minutes. */
  public JWTClaimsSet.Builder claims(String subject, String audience) {
    Instant now = Instant.now();
    return new JWTClaimsSet.Builder()
        .issuer(url())
        .subject(subject)
        .audience(audience)
        .issueTime(Date.from(now))
        .notBeforeTime(Date.from(now))
        .expirationTime(Date.from(now.plus(LIFE)));
  }

  /** A good token. */
  public String token(String subject, String audience) {
    return token(claims(subject, audience).build());
  }

  /** A token that says this. */
  public String token(JWTClaimsSet claims) {
    return token(claims, key());
  }

  /** A token signed with a key that need not be published. */
  public static String token(JWTClaimsSet claims, RSAKey key) {
    return token(claims, key, header -> header);
  }

  /** The same with more in its header. */
  public static String token(
      JWTClaimsSet claims, RSAKey key, UnaryOperator<JWSHeader.Builder> header) {
    try {
      SignedJWT token =
          new SignedJWT(
              header.apply(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID())).build(),
              claims);
      token.sign(new RSASSASigner(key));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (out) {
        exchange.sendResponseHeaders(503, -1);
      } else if (path.equals(DISCOVERY)) {
        send(exchange, discovery.apply(discovered()));
      } else if (path.equals(KEYS)) {
        asked.incrementAndGet();
        send(exchange, publishedKeys());
      } else {
        exchange.sendResponseHeaders(404, -1);
      }
    }
  }

  private String discovered() {
    return "{\"issuer\":\"%s\",\"jwks_uri\":\"http://%s%s\"}".formatted(url(), name(), KEYS);
  }

  private static void send(HttpExchange exchange, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
