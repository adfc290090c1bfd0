package dev.berth.model;

/**
 * A text that is not a value of the type it was parsed as. Wire packages catch it at the edge and
 * answer with their protocol's own code; past the edge it would be a bug.
 */
public final class Malformed extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 300;

  /**
   * @param type what was expected, as the specification calls it
   * @param text what was found; at most its first 300 characters are kept in the message
   * @param rule what the type demands
   */
  public Malformed(String type, String text, String rule) {
    super("'%s' is no %s: %s".formatted(shown(text), type, rule));
  }

  private static String shown(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }

  /** What to tell the client. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
