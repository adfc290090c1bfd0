package dev.berth.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A role as it is stored.
 *
 * @param identity what it has in common with users
 * @param trust its trust policy, byte for byte as it was given, but with ids in place of the ARNs
 *     of users and roles: one that was made again is another (IAM dossier 4.3)
 * @param description in words
 * @param longestSession how long its sessions may last
 * @param lastUsed when a session of it was last asked for, and in which Region
 */
public record Role(
    Identity identity,
    String trust,
    Optional<String> description,
    Duration longestSession,
    Optional<LastUse> lastUsed) {
  private static final String SERVICE_LINKED = "/aws-service-role/";

  /**
   * When.
   *
   * @param region where
   */
  public record LastUse(Instant at, String region) {}

  /** Whether it belongs to a service, which alone changes it. */
  public boolean isServiceLinked() {
    return identity.path().startsWith(SERVICE_LINKED);
  }
}
