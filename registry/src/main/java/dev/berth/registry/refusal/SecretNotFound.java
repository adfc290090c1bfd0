package dev.berth.registry.refusal;

/**
 * A secret that the registry cannot have (ECR API, SecretNotFoundException, in the API's words).
 */
public final class SecretNotFound extends Refusal {
  private final String arn;

  /**
   * @param arn of the secret
   */
  public SecretNotFound(String arn) {
    super(
        "The ARN of the secret specified in the pull through cache rule was not found. Update the pull through cache rule with a valid secret ARN and try again.");
    this.arn = arn;
  }

  /** Of the secret. */
  public String arn() {
    return arn;
  }
}
