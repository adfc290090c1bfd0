package dev.berth.iam.policy.json;

/** A text is not JSON, or not the JSON that its reader knows. Who reads words it for the caller. */
public final class NotAsExpected extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST = 300;

  /** What is wrong; at most its first 300 characters are kept. */
  public NotAsExpected(String detail) {
    super(
        detail.length() <= LONGEST ? detail : detail.substring(0, LONGEST) + "…",
        null,
        false,
        false);
  }

  /** What is wrong. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
