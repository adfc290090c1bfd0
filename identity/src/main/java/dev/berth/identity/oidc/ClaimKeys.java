package dev.berth.identity.oidc;

import com.nimbusds.jwt.JWTClaimsSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The claims of a token as condition keys (IAM dossier 8.3): every one at the top that is a text or
 * a list of texts.
 */
final class ClaimKeys {
  private ClaimKeys() {}

  /**
   * Keys such as {@code token.actions.githubusercontent.com:sub}.
   *
   * @param issuer host and path
   * @param audience what {@code aud} stands for: {@code azp} where there is one, and the token's
   *     own audiences are then {@code oaud}
   */
  static Map<String, List<String>> of(String issuer, JWTClaimsSet claims, String audience) {
    Map<String, List<String>> keys = new HashMap<>();
    claims.getClaims().forEach((name, value) -> put(keys, issuer + ":" + name, value));
    keys.put(issuer + ":aud", List.of(audience));
    if (claims.getClaim("azp") != null) {
      keys.put(issuer + ":oaud", claims.getAudience());
    }
    return keys;
  }

  private static void put(Map<String, List<String>> keys, String key, Object value) {
    List<String> texts = new ArrayList<>();
    switch (value) {
      case String text -> texts.add(text);
      case List<?> list ->
          list.stream()
              .filter(String.class::isInstance)
              .map(String.class::cast)
              .forEach(texts::add);
      case null, default -> {
        // an object or a number is no value of a string condition
      }
    }
    if (!texts.isEmpty()) {
      keys.put(key, texts);
    }
  }
}
