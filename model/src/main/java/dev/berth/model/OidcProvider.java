package dev.berth.model;

import java.time.Instant;
import java.util.List;

/**
 * An issuer of OpenID Connect tokens that an account trusts (IAM dossier 8.3).
 *
 * @param account whose
 * @param url of the issuer without {@code https://}, as tokens' {@code iss} has it otherwise
 * @param createdAt when it was made
 * @param clientIds the audiences that are accepted
 * @param thumbprints of certificates, kept and shown
 */
public record OidcProvider(
    AccountId account,
    String url,
    Instant createdAt,
    List<String> clientIds,
    List<String> thumbprints) {
  public OidcProvider {
    clientIds = List.copyOf(clientIds);
    thumbprints = List.copyOf(thumbprints);
  }

  /** {@code arn:aws:iam::ACCOUNT:oidc-provider/URL}. */
  public Arn arn() {
    return arn(account, url);
  }

  /** The ARN of the provider of that URL. */
  public static Arn arn(AccountId account, String url) {
    return Arn.ofIam(account, "oidc-provider/" + url);
  }
}
