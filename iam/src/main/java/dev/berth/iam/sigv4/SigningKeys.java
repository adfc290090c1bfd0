package dev.berth.iam.sigv4;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Derives the keys that sign, and keeps the latest (IAM dossier 2.2). A key is found under the
 * secret itself, so a secret that changed is never met again. The lock guards the map and is held
 * for a lookup only.
 */
final class SigningKeys {
  private static final String HMAC = "HmacSHA256";
  private static final int KEPT = 1024;

  private final Map<Origin, SecretKey> kept = new LinkedHashMap<>(16, 0.75f, true);

  private record Origin(SigningSecret secret, String date, String region, String service) {}

  SecretKey derive(SigningSecret secret, CredentialScope scope) {
    Origin origin = new Origin(secret, scope.date(), scope.region(), scope.service());
    return find(origin)
        .orElseGet(
            () -> {
              byte[] date = hmac(key(bytes("AWS4" + secret.value())), scope.date());
              byte[] region = hmac(key(date), scope.region());
              byte[] service = hmac(key(region), scope.service());
              return keep(origin, key(hmac(key(service), scope.terminator())));
            });
  }

  private synchronized Optional<SecretKey> find(Origin origin) {
    return Optional.ofNullable(kept.get(origin));
  }

  private synchronized SecretKey keep(Origin origin, SecretKey key) {
    kept.put(origin, key);
    if (kept.size() > KEPT) {
      kept.remove(kept.keySet().iterator().next());
    }
    return key;
  }

  static byte[] hmac(SecretKey key, String text) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      return mac.doFinal(bytes(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + HMAC, e);
    }
  }

  private static SecretKey key(byte[] bytes) {
    return new SecretKeySpec(bytes, HMAC);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
