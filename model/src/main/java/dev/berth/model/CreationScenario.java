package dev.berth.model;

/**
 * For what a repository is created without anybody calling CreateRepository (ECR API, {@code
 * RCTAppliedFor}), spelled as on the wire.
 */
public enum CreationScenario {
  /** Somebody pulls an image of an upstream registry for the first time. */
  PULL_THROUGH_CACHE,
  /** An image arrives from another registry. */
  REPLICATION,
  /** Somebody pushes to a name that no repository has. */
  CREATE_ON_PUSH
}
