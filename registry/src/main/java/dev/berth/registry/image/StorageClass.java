package dev.berth.registry.image;

/** Where an image may be told to go (ECR API, {@code TargetStorageClass}). */
public enum StorageClass {
  STANDARD,
  ARCHIVE
}
