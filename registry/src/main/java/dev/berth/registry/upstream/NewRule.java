package dev.berth.registry.upstream;

import dev.berth.model.Arn;
import dev.berth.model.Malformed;
import dev.berth.model.PullThroughCacheRule;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryPrefix;
import dev.berth.model.UpstreamRegistry;
import dev.berth.registry.refusal.SecretNotFound;
import dev.berth.registry.refusal.SettingInvalid;
import dev.berth.registry.refusal.UpstreamUnsupported;
import java.time.Instant;
import java.util.Optional;

/**
 * A rule that somebody asks for (ECR dossier 17, CHECKLIST PT-01, PT-02, PT-04, PT-07).
 *
 * @param upstream as it was named; left out, it follows from the address
 * @param upstreamPrefix left out, it is {@code ROOT}
 */
public record NewRule(
    RegistryId registry,
    RepositoryPrefix prefix,
    Optional<UpstreamRegistry> upstream,
    String upstreamUrl,
    Optional<RepositoryPrefix> upstreamPrefix,
    Optional<String> credential,
    Optional<String> customRole) {
  private static final String ROLE = "role/";

  /** As a rule, if it can be one. */
  PullThroughCacheRule checked(Instant now) {
    UpstreamRegistry kind =
        UpstreamRegistry.at(upstreamUrl)
            .filter(found -> upstream.isEmpty() || upstream.get() == found)
            .orElseThrow(() -> UpstreamUnsupported.address(upstreamUrl));
    if (prefix.isRoot() && upstreamPrefix.filter(other -> !other.isRoot()).isPresent()) {
      throw new SettingInvalid(
          "upstreamRepositoryPrefix",
          "The upstream repository prefix can't be set when the ECR repository prefix is ROOT");
    }
    checkLogin(registry, kind, upstreamUrl, credential, customRole);
    return new PullThroughCacheRule(
        registry,
        prefix,
        kind,
        upstreamUrl,
        upstreamPrefix.orElse(RepositoryPrefix.ROOT),
        credential,
        customRole,
        now,
        now);
  }

  /** Refuses a way to log in that cannot be. */
  static void checkLogin(
      RegistryId registry,
      UpstreamRegistry kind,
      String url,
      Optional<String> credential,
      Optional<String> customRole) {
    customRole.ifPresent(role -> checkRole(registry, role));
    credential.ifPresent(secret -> checkSecret(registry, secret));
    switch (kind.login()) {
      case BY_SECRET -> {
        if (credential.isEmpty()) {
          throw UpstreamUnsupported.withoutCredential(url);
        }
      }
      case BY_ROLE -> {
        if (customRole.isEmpty() && !url.startsWith(registry.account().value())) {
          throw new SettingInvalid(
              "customRoleArn", "A role is needed for the registry of another account");
        }
      }
      case NOT_NEEDED -> {
        // with or without
      }
    }
  }

  private static void checkRole(RegistryId registry, String role) {
    Arn arn = arn(role, "customRoleArn");
    if (!arn.service().equals("iam") || !arn.resource().startsWith(ROLE)) {
      throw new SettingInvalid("customRoleArn", "Invalid ARN");
    }
    if (!arn.account().equals(registry.account().value())) {
      throw new SettingInvalid(
          "customRoleArn", "The role must be in the same account as the registry");
    }
  }

  // ECR dossier 17.1: the secret is in the registry's own account and Region
  private static void checkSecret(RegistryId registry, String secret) {
    Arn arn = arn(secret, "credentialArn");
    if (!arn.account().equals(registry.account().value())
        || !arn.region().equals(registry.region().value())) {
      throw new SecretNotFound(secret);
    }
  }

  private static Arn arn(String text, String member) {
    try {
      return Arn.parse(text);
    } catch (Malformed _) {
      throw new SettingInvalid(member, "Invalid ARN");
    }
  }
}
