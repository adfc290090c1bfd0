package dev.berth.identity.oidc;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the operator says of one issuer.
 *
 * @param url as its tokens name it, {@code https://} and all
 * @param keysFile a JWKS that is used instead of asking the issuer
 * @param plainHttp whether it is asked by plain HTTP
 * @param privateNetwork whether it may be at a loopback, link-local or private address
 */
public record IssuerSettings(
    String url, Optional<Path> keysFile, boolean plainHttp, boolean privateNetwork) {

  /** An issuer of which nothing is said: asked by https, at a public address. */
  public static IssuerSettings usual(String url) {
    return new IssuerSettings(url, Optional.empty(), false, false);
  }
}
