package dev.berth.identity.oidc;

import dev.berth.model.OidcProvider;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Somebody whom an issuer vouches for.
 *
 * @param provider that the account trusts
 * @param subject {@code sub}
 * @param audience that the token was accepted for
 * @param issuedAt when the token was made
 * @param expiresAt when it ends
 * @param conditions keys and values for policies, such as {@code HOST/PATH:sub}
 * @param tags session tags that the issuer asks for
 * @param sourceIdentity that the issuer asks for
 */
public record WebIdentity(
    OidcProvider provider,
    String subject,
    String audience,
    Instant issuedAt,
    Instant expiresAt,
    Map<String, List<String>> conditions,
    ClaimedTags tags,
    Optional<String> sourceIdentity) {
  public WebIdentity {
    conditions = Map.copyOf(conditions);
  }
}
