package dev.berth.registry.refusal;

/**
 * A text that cannot be the policy of a repository or a registry (ECR dossier 1.4, 9, 10). ECR does
 * not say more than this.
 */
public final class PolicyInvalid extends Refusal {
  private final Fault fault;

  /** What is wrong, in the words of ECR. */
  public enum Fault {
    NO_REPOSITORY_POLICY("Invalid repository policy provided"),
    NO_REGISTRY_POLICY("Invalid registry policy provided"),
    /** It names a user or role that does not exist. */
    UNKNOWN_PRINCIPAL("Principal not found"),
    /** Its author could not change it any more; ECR's words are not known. */
    LOCKS_OUT(
        "The policy does not let the caller call SetRepositoryPolicy again. Use force to set it all the same");

    private final String words;

    Fault(String words) {
      this.words = words;
    }

    /** As ECR says it. */
    public String words() {
      return words;
    }
  }

  /**
   * @param fault what is wrong
   */
  public PolicyInvalid(Fault fault) {
    super(fault.words());
    this.fault = fault;
  }

  /** What is wrong. */
  public Fault fault() {
    return fault;
  }
}
