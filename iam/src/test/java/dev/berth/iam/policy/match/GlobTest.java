package dev.berth.iam.policy.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GlobTest {
  private static final int LONG = 6144;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''        | ''      | true
          ''        | a       | false
          *         | ''      | true
          *         | a       | true
          **        | a       | true
          ?         | ''      | false
          ?         | a       | true
          a*        | a       | true
          a*        | ba      | false
          *a        | ba      | true
          a*a       | a       | false
          a*a       | aa      | true
          a*b*c     | axbxc   | true
          a*b*c     | acb     | false
          *ab*ab    | ab      | false
          *ab*ab    | abab    | true
          *?b*      | ab      | true
          *?b*      | b       | false
          *a?a*c    | xxaxaxc | true
          team-?/x  | team-b/x | true
          team-?/x  | team-/x | false
          """)
  void stars_stand_for_runs_and_question_marks_for_one(
      String pattern, String value, boolean matches) {
    assertThat(Glob.wild(pattern).matches(value)).isEqualTo(matches);
  }

  @Test
  void it_agrees_with_regular_expressions() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      String pattern = text(random, "ab*?", 9);
      String value = text(random, "ab", 12);
      String regex =
          pattern
              .chars()
              .mapToObj(c -> c == '*' ? ".*" : c == '?' ? "." : String.valueOf((char) c))
              .collect(Collectors.joining());

      assertThat(Glob.wild(pattern).matches(value))
          .as("%s on %s", pattern, value)
          .isEqualTo(Pattern.matches(regex, value));
    }
  }

  @Test
  void a_piece_longer_than_a_word_of_bits_is_found() {
    String piece = "a?".repeat(50);

    assertThat(Glob.wild("*" + piece + "*").matches("b".repeat(77) + "aa".repeat(50) + "b"))
        .isTrue();
    assertThat(Glob.wild("*" + piece + "*").matches("b".repeat(77) + "aa".repeat(49) + "b"))
        .isFalse();
  }

  /** Threat T24: steps are counted, not milliseconds. */
  @ParameterizedTest
  @ValueSource(strings = {"*a", "*aa", "*aaaaaaaaaaaaaaa", "*a*", "*a?", "*?", "*??a", "*ab"})
  void steps_grow_with_the_value_alone(String repeated) {
    String pattern = repeated.repeat(LONG / repeated.length()) + "b";
    CountedText value = new CountedText("a".repeat(LONG));

    assertThat(Glob.wild(pattern).matches(value)).isFalse();
    assertThat(value.reads()).isLessThan(3L * LONG);
  }

  @Test
  void steps_grow_with_the_value_alone_for_one_long_piece() {
    CountedText value = new CountedText("a".repeat(LONG));

    assertThat(Glob.wild("*" + "a".repeat(LONG / 2) + "b*").matches(value)).isFalse();
    assertThat(value.reads()).isLessThan(3L * LONG);
  }

  private static String text(Random random, String alphabet, int longest) {
    return random
        .ints(random.nextInt(longest), 0, alphabet.length())
        .mapToObj(i -> String.valueOf(alphabet.charAt(i)))
        .collect(Collectors.joining());
  }

  /** A text that counts how often one of its characters is looked at. */
  private static final class CountedText implements CharSequence {
    private final String text;
    private long reads;

    CountedText(String text) {
      this.text = text;
    }

    long reads() {
      return reads;
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      reads++;
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }
  }
}
