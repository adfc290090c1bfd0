package dev.berth.registry.repository;

import dev.berth.model.Encryption;
import dev.berth.model.TagMutability;

/**
 * What a repository is created with (ECR API, CreateRepository).
 *
 * @param tagMutability whether its tags may move; may change later
 * @param scanOnPush the deprecated flag of the same name
 * @param encryption fixed for its life
 */
public record RepositorySettings(
    TagMutability tagMutability, boolean scanOnPush, Encryption encryption) {
  /** What a repository has when nothing was asked for (RP-04). */
  public static final RepositorySettings DEFAULT =
      new RepositorySettings(TagMutability.MUTABLE, false, Encryption.AES256);
}
