package dev.berth.server.door;

import dev.berth.iam.token.BasicCredential;
import dev.berth.iam.token.RegistryTokens;
import dev.berth.wire.exchange.Request;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * That a request carries a credential, and whose it claims to be. Nothing of it is checked.
 *
 * @param keyId the access key id that signed or logs in, at most 128 characters of it; empty for a
 *     token, which cannot be guessed for anybody
 */
record PresentedCredential(Optional<String> keyId) {
  private static final Pattern SIGNER =
      Pattern.compile("Credential=([^/%,&\\s]{1,128})", Pattern.CASE_INSENSITIVE);
  private static final String SIGNED_QUERY = "X-Amz-";
  private static final int LONGEST = 128;

  /**
   * Empty when the request carries none in its headers or its address, and can have none in its
   * body. A call of the AWS protocols that nobody signed counts as carrying one: all that it can
   * ask for is a role for an issuer's token.
   */
  static Optional<PresentedCredential> of(Request request) {
    Optional<String> authorization = request.headers().first("Authorization");
    String query = request.target().query();
    if (authorization.isEmpty() && !query.contains(SIGNED_QUERY)) {
      return mayCarryToken(request)
          ? Optional.of(new PresentedCredential(Optional.empty()))
          : Optional.empty();
    }
    if (BasicCredential.parse(authorization) instanceof BasicCredential.Login login) {
      return Optional.of(new PresentedCredential(user(login.user())));
    }
    Matcher signer = SIGNER.matcher(authorization.orElse(query));
    return Optional.of(
        new PresentedCredential(signer.find() ? Optional.of(signer.group(1)) : Optional.empty()));
  }

  private static boolean mayCarryToken(Request request) {
    return request.path().equals("/")
        && (request.method().equals("POST") || request.target().query().contains("Action="));
  }

  private static Optional<String> user(String name) {
    return name.equals(RegistryTokens.USER)
        ? Optional.empty()
        : Optional.of(name.substring(0, Math.min(LONGEST, name.length())));
  }
}
