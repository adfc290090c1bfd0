package dev.berth.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/** Tags and digests take the characters of their grammar and no other of all there are. */
final class GrammarTest {
  private static final String HEX = "0123456789abcdef";

  @Test
  void a_tag_has_letters_digits_dots_underscores_and_dashes() {
    IntPredicate grammar =
        c -> (c < 128 && Character.isLetterOrDigit(c)) || c == '.' || c == '_' || c == '-';
    takesExactly(grammar, c -> new Tag("a" + c + "b"));
  }

  @Test
  void a_tag_has_1_to_300_characters() {
    assertThat(new Tag("x")).hasToString("x");
    assertThat(new Tag("x".repeat(300)).value()).hasSize(300);
    assertThatThrownBy(() -> new Tag("")).isInstanceOf(Malformed.class);
    assertThatThrownBy(() -> new Tag("x".repeat(301))).isInstanceOf(Malformed.class);
  }

  @Test
  void a_digest_has_lower_case_hexadecimal_digits_at_every_place() {
    IntPredicate grammar = c -> HEX.indexOf(c) >= 0;
    takesExactly(grammar, c -> Digest.parse("sha256:" + c + HEX.repeat(4).substring(1)));
    takesExactly(grammar, c -> Digest.parse("sha256:" + HEX.repeat(4).substring(1) + c));
    takesExactly(grammar, c -> Digest.parse("sha512:" + c + HEX.repeat(8).substring(1)));
  }

  private static void takesExactly(IntPredicate grammar, Consumer<Character> parse) {
    for (int c = Character.MIN_VALUE; c <= Character.MAX_VALUE; c++) {
      assertThat(isTaken((char) c, parse)).as("U+%04X", c).isEqualTo(grammar.test(c));
    }
  }

  private static boolean isTaken(char c, Consumer<Character> parse) {
    try {
      parse.accept(c);
      return true;
    } catch (Malformed _) {
      return false;
    }
  }
}
