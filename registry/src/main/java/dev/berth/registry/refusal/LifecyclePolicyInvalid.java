package dev.berth.registry.refusal;

/** A text that cannot be a lifecycle policy (ECR dossier 12.2, CHECKLIST LC-02). */
public final class LifecyclePolicyInvalid extends Refusal {
  private final String detail;

  /**
   * @param detail the first rule of the grammar that it breaks, in ECR's words where they are known
   */
  public LifecyclePolicyInvalid(String detail) {
    super("Lifecycle policy validation failure: " + detail);
    this.detail = detail;
  }

  /** The rule that it breaks. */
  public String detail() {
    return detail;
  }
}
