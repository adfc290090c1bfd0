package dev.berth.identity;

/**
 * A key that Berth cannot start with; the message is one sentence for the operator that says what
 * to do.
 */
public final class KeyRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  KeyRefused(String sentence) {
    super(sentence, null, false, false);
  }
}
