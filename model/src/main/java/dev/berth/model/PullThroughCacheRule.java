package dev.berth.model;

import java.time.Instant;
import java.util.Optional;

/**
 * Where images come from that are pulled under a prefix for the first time (ECR dossier 17.2).
 *
 * @param registry whose rule
 * @param prefix of repositories, unique in the registry
 * @param upstream the kind of registry
 * @param upstreamUrl its host name
 * @param upstreamPrefix what stands there in place of the prefix; {@code ROOT} for nothing
 * @param credential the ARN of the secret that it is logged in to with
 * @param customRole the role as which another account's registry is pulled from
 * @param createdAt when it was made
 * @param updatedAt when it was changed last
 */
public record PullThroughCacheRule(
    RegistryId registry,
    RepositoryPrefix prefix,
    UpstreamRegistry upstream,
    String upstreamUrl,
    RepositoryPrefix upstreamPrefix,
    Optional<String> credential,
    Optional<String> customRole,
    Instant createdAt,
    Instant updatedAt) {

  /**
   * What a repository is called upstream (CHECKLIST PT-06); empty when the rule is not about it.
   */
  public Optional<String> upstreamName(RepositoryName name) {
    String within = prefix.key() + "/";
    if (prefix.isRoot()) {
      return Optional.of(name.value());
    }
    if (!name.value().startsWith(within)) {
      return Optional.empty();
    }
    String rest = name.value().substring(within.length());
    return Optional.of(upstreamPrefix.isRoot() ? rest : upstreamPrefix.key() + "/" + rest);
  }

  /** The same rule with other ways to log in. */
  public PullThroughCacheRule with(
      Optional<String> otherCredential, Optional<String> otherRole, Instant now) {
    return new PullThroughCacheRule(
        registry,
        prefix,
        upstream,
        upstreamUrl,
        upstreamPrefix,
        otherCredential,
        otherRole,
        createdAt,
        now);
  }
}
