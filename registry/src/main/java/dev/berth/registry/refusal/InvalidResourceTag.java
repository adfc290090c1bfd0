package dev.berth.registry.refusal;

/**
 * A resource tag's key or value is not one (ECR API, InvalidTagParameterException; its text is not
 * known).
 */
public final class InvalidResourceTag extends Refusal {
  private final String key;
  private final String rule;

  /**
   * @param key of the tag, at most 300 characters of it
   * @param rule what is demanded of tags
   */
  public InvalidResourceTag(String key, String rule) {
    super("The tag with key '%s' is not valid: %s".formatted(key, rule));
    this.key = key;
    this.rule = rule;
  }

  /** Of the tag, at most 300 characters of it. */
  public String key() {
    return key;
  }

  /** What is demanded of tags. */
  public String rule() {
    return rule;
  }
}
