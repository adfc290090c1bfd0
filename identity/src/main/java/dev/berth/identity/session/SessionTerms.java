package dev.berth.identity.session;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a session is asked for with; checked by whoever asks.
 *
 * @param name of a role's session or a federated user; empty of a user's own session
 * @param life how long its credentials may sign
 * @param policies session policies as text; empty when none was passed
 * @param tags session tags
 * @param transitiveTagKeys which of the tags go on to a session made from this one
 * @param sourceIdentity who is behind it
 * @param federatedProvider the provider of a web identity
 * @param chained whether a session asks for it
 */
public record SessionTerms(
    String name,
    Duration life,
    Optional<List<String>> policies,
    Map<String, String> tags,
    Set<String> transitiveTagKeys,
    Optional<String> sourceIdentity,
    Optional<String> federatedProvider,
    boolean chained) {

  public SessionTerms {
    policies = policies.map(List::copyOf);
    tags = Map.copyOf(tags);
    transitiveTagKeys = Set.copyOf(transitiveTagKeys);
  }

  /** A session with a name and a life, and nothing else. */
  public static SessionTerms of(String name, Duration life) {
    return new SessionTerms(
        name,
        life,
        Optional.empty(),
        Map.of(),
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        false);
  }
}
