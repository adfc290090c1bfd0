package dev.berth.identity.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether one of an issuer's own keys signed a token (threat T15). What the token says about keys
 * besides a key id, such as {@code jku}, {@code x5u} or {@code jwk}, is not looked at.
 */
final class TokenSignature {
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);
  private static final int SHORTEST_RSA = 2048;
  private static final int MOST_CANDIDATES = 20;

  private TokenSignature() {}

  /**
   * Refuses a token that no candidate signed.
   *
   * @throws WebIdentityRefused.Invalid for such a one, also for every other algorithm
   */
  static void require(SignedJWT token, IssuerKeys keys) {
    JWSHeader header = token.getHeader();
    if (!ALGORITHMS.contains(header.getAlgorithm()) || header.getCriticalParams() != null) {
      throw WebIdentityRefused.Invalid.of(
          "The token's signature algorithm is not one of RS256, RS384, RS512, ES256, ES384, ES512");
    }
    List<JWK> candidates = keys.candidates(Optional.ofNullable(header.getKeyID()));
    boolean signed =
        candidates.stream()
            .filter(key -> fits(key, header.getAlgorithm()))
            .limit(MOST_CANDIDATES)
            .anyMatch(key -> holds(token, key));
    if (!signed) {
      throw WebIdentityRefused.Invalid.noKey();
    }
  }

  private static boolean fits(JWK key, JWSAlgorithm algorithm) {
    return (key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE))
        && (key.getAlgorithm() == null || key.getAlgorithm().equals(algorithm))
        && switch (key) {
          case RSAKey rsa ->
              JWSAlgorithm.Family.RSA.contains(algorithm) && rsa.size() >= SHORTEST_RSA;
          case ECKey _ -> JWSAlgorithm.Family.EC.contains(algorithm);
          default -> false;
        };
  }

  private static boolean holds(SignedJWT token, JWK key) {
    try {
      JWSVerifier verifier =
          key instanceof RSAKey rsa ? new RSASSAVerifier(rsa) : new ECDSAVerifier(key.toECKey());
      return token.verify(verifier);
    } catch (JOSEException _) {
      return false; // the key is on another curve than the algorithm wants
    }
  }
}
