package dev.berth.registry.repository;

/**
 * What happens to a repository's images when it is deleted (ECR API, DeleteRepository, {@code
 * force}).
 */
public enum Deletion {
  /** The repository is not deleted while it has any, tagged or not. */
  ONLY_IF_EMPTY,
  /** They go with it. */
  WITH_IMAGES
}
