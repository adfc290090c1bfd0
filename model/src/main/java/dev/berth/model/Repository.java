package dev.berth.model;

import java.time.Instant;

/**
 * A repository as it is stored.
 *
 * @param id its row, never reused, and never shown outside
 * @param address registry and name
 * @param createdAt when it was made
 * @param tagMutability whether its tags may move
 * @param scanOnPush the deprecated flag of the same name, kept and shown
 * @param encryption fixed at creation
 */
public record Repository(
    long id,
    RepositoryAddress address,
    Instant createdAt,
    TagMutability tagMutability,
    boolean scanOnPush,
    Encryption encryption) {

  /** Its registry. */
  public RegistryId registry() {
    return address.registry();
  }

  /** Its name. */
  public RepositoryName name() {
    return address.name();
  }

  /** Its ARN. */
  public Arn arn() {
    return address.arn();
  }
}
