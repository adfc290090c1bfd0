package dev.berth.identity.session;

import dev.berth.iam.Principal;
import dev.berth.iam.sigv4.SigningSecret;
import java.time.Instant;

/**
 * New temporary credentials. Their secret and token can never be shown again, and never show
 * themselves.
 *
 * @param accessKeyId {@code ASIA} and 16 letters and digits
 * @param secret 40 characters
 * @param sessionToken what is sent beside every signature made with them
 * @param expiresAt in whole seconds
 * @param principal who holds them
 */
public record TemporaryCredentials(
    String accessKeyId,
    SigningSecret secret,
    String sessionToken,
    Instant expiresAt,
    Principal principal) {
  @Override
  public String toString() {
    return "TemporaryCredentials[" + accessKeyId + "]";
  }
}
