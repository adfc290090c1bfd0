package dev.berth.registry.lifecycle.policy;

/** The images that a rule sees: those that can be pulled, or those in the archive. */
public enum StorageClass {
  STANDARD("standard"),
  ARCHIVE("archive");

  private final String word;

  StorageClass(String word) {
    this.word = word;
  }

  /** As a policy spells it. */
  public String word() {
    return word;
  }
}
