package dev.berth.identity.oidc;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.Map;
import java.util.Optional;

/** Where the keys of an issuer come from: the issuer itself, or a file of the operator's. */
final class KeySource {
  private static final String DISCOVERY = "/.well-known/openid-configuration";
  private static final int MOST_BYTES = 256 * 1024;

  private final OutgoingRequests requests;

  KeySource(OutgoingRequests requests) {
    this.requests = requests;
  }

  /**
   * The keys as they are now.
   *
   * @throws IOException when they cannot be had
   */
  JWKSet fetch(IssuerSettings issuer) throws IOException {
    try {
      return JWKSet.parse(
          issuer.keysFile().isPresent() ? ofFile(issuer.keysFile().get()) : asked(issuer));
    } catch (ParseException | URISyntaxException e) {
      throw new IOException("what %s gives are no keys".formatted(issuer.url()), e);
    }
  }

  private static String ofFile(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
    }
  }

  private String asked(IssuerSettings issuer)
      throws IOException, ParseException, URISyntaxException {
    String base = issuer.url().endsWith("/") ? cut(issuer.url()) : issuer.url();
    String asked = issuer.plainHttp() ? "http" + base.substring("https".length()) : base;
    Map<String, Object> discovered =
        JSONObjectUtils.parse(text(new URI(asked + DISCOVERY), issuer));
    if (!issuer.url().equals(discovered.get("issuer"))) {
      throw new IOException("%s says that it is another issuer".formatted(issuer.url()));
    }
    String keys =
        Optional.ofNullable(JSONObjectUtils.getString(discovered, "jwks_uri"))
            .orElseThrow(() -> new IOException(issuer.url() + " names no keys"));
    return text(new URI(keys), issuer);
  }

  private String text(URI address, IssuerSettings issuer) throws IOException {
    return new String(requests.get(address, issuer), StandardCharsets.UTF_8);
  }

  private static String cut(String url) {
    return url.substring(0, url.length() - 1);
  }
}
