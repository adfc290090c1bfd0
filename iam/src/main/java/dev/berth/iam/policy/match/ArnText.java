package dev.berth.iam.policy.match;

/**
 * A text of a request that should be an ARN, with its first five colons found once. One that has
 * fewer is no ARN and matches no pattern of one; the {@code *} that stands for an action without
 * resource type matches the pattern {@code *} alone (IAM dossier 4.4).
 */
public final class ArnText {
  static final int PARTS = 6;

  private final String text;
  private final int[] starts = new int[PARTS + 1];
  private final boolean arn;

  /** Looks at a text; any text is taken. */
  public ArnText(String text) {
    this.text = text;
    int parts = 1;
    int colon = text.indexOf(':');
    while (colon >= 0 && parts < PARTS) {
      starts[parts] = colon + 1;
      parts++;
      colon = text.indexOf(':', colon + 1);
    }
    // one further than the text, as if a colon followed
    starts[PARTS] = text.length() + 1;
    arn = parts == PARTS && text.startsWith("arn:");
  }

  /** Whether it has the six parts of an ARN. */
  public boolean isArn() {
    return arn;
  }

  /** As it was given. */
  public String text() {
    return text;
  }

  /** Whether a pattern matches one of the parts, of which there are six. */
  boolean part(int index, Glob pattern) {
    return pattern.matches(text, starts[index], starts[index + 1] - 1);
  }
}
