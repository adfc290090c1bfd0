package dev.berth.registry;

/**
 * Whom to follow where Amazon ECR departs from the OCI specifications (spec/CHECKLIST.md, table of
 * group V2).
 */
public enum Conformance {
  /** OCI: manifests without layers, empty blobs and mounts of unreferenced blobs are fine. */
  OCI,
  /**
   * ECR, strictly: those are refused as it refuses them, and mounts are off until the account
   * switches them on.
   */
  ECR
}
