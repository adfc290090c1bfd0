package dev.berth.wire.json;

import java.util.regex.Pattern;

/**
 * Full matches against a model's patterns in bounded time. Some of those patterns backtrack without
 * end on hostile text, and none was written by us; so the text counts how often the engine looks at
 * it, and a search that looks too often is a mismatch.
 */
final class PatternCheck {
  private static final long FIXED_STEPS = 100_000;
  private static final long STEPS_PER_CHARACTER = 16;

  private PatternCheck() {}

  /** Whether the whole text matches, found out in time linear in its length. */
  static boolean matches(Pattern pattern, String text) {
    try {
      return pattern
          .matcher(
              new CountedText(text, new Steps(FIXED_STEPS + STEPS_PER_CHARACTER * text.length())))
          .matches();
    } catch (OutOfSteps _) {
      return false;
    }
  }

  private static final class Steps {
    private long left;

    Steps(long left) {
      this.left = left;
    }

    void take() {
      if (left-- <= 0) {
        throw new OutOfSteps();
      }
    }
  }

  private record CountedText(String text, Steps steps) implements CharSequence {
    @Override
    public char charAt(int index) {
      steps.take();
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new CountedText(text.substring(start, end), steps);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private static final class OutOfSteps extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutOfSteps() {
      super(null, null, false, false);
    }
  }
}
