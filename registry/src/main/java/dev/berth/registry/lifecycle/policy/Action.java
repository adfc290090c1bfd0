package dev.berth.registry.lifecycle.policy;

/** What becomes of the images that a rule takes. */
public enum Action {
  /** They are deleted. */
  EXPIRE("expire"),
  /** They go into the archive. */
  TRANSITION("transition");

  private final String word;

  Action(String word) {
    this.word = word;
  }

  /** As a policy spells it. */
  public String word() {
    return word;
  }
}
