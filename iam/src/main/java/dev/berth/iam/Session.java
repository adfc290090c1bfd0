package dev.berth.iam;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What temporary credentials were issued with, as it stands in the session's row (IAM dossier 8.2).
 *
 * @param keyId the access key id that it is found by, {@code ASIA…}
 * @param name of a role's session or a federated user; empty of a user's own session
 * @param issuedAt {@code aws:TokenIssueTime}
 * @param expiresAt from when on its credentials are refused
 * @param policies the session policies as they were given, managed ones resolved; empty when none
 *     was passed, which for a federated user means that nothing is allowed
 * @param tags session tags, those of the role not among them
 * @param transitiveTagKeys which of the tags go on to a session that is made from this one
 * @param sourceIdentity {@code aws:SourceIdentity}
 * @param federatedProvider {@code aws:FederatedProvider}, of a web identity
 * @param chained whether a session made it: such a one lives for an hour at most
 */
public record Session(
    String keyId,
    String name,
    Instant issuedAt,
    Instant expiresAt,
    Optional<List<String>> policies,
    Map<String, String> tags,
    Set<String> transitiveTagKeys,
    Optional<String> sourceIdentity,
    Optional<String> federatedProvider,
    boolean chained) {

  public Session {
    policies = policies.map(List::copyOf);
    tags = Map.copyOf(tags);
    transitiveTagKeys = Set.copyOf(transitiveTagKeys);
  }

  /** Whether its credentials may sign no more. */
  public boolean isOver(Instant now) {
    return !now.isBefore(expiresAt);
  }
}
