package dev.berth.iam.token;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.iam.token.Sealer.Purpose;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SealerTest {
  private static final byte[] CONTEXT = "context".getBytes(UTF_8);
  private static final byte[] NOTHING = new byte[0];
  private static final byte[] CONTENT = "what is inside".getBytes(UTF_8);

  private final Sealer sealer = GivenSealer.withKeys("a");

  @ParameterizedTest
  @EnumSource(Purpose.class)
  void what_was_sealed_opens_again(Purpose purpose) {
    assertThat(sealer.open(purpose, CONTEXT, sealer.seal(purpose, CONTEXT, CONTENT)))
        .hasValueSatisfying(opened -> assertThat(opened).isEqualTo(CONTENT));
  }

  @Test
  void it_opens_for_no_other_purpose() {
    String sealed = sealer.seal(Purpose.PAGE_TOKEN, CONTEXT, CONTENT);

    assertThat(sealer.open(Purpose.REGISTRY_TOKEN, CONTEXT, sealed)).isEmpty();
    assertThat(sealer.open(Purpose.DOWNLOAD, CONTEXT, sealed)).isEmpty();
  }

  @Test
  void it_opens_in_no_other_context() {
    String sealed = sealer.seal(Purpose.PAGE_TOKEN, CONTEXT, CONTENT);

    assertThat(sealer.open(Purpose.PAGE_TOKEN, new byte[0], sealed)).isEmpty();
    assertThat(sealer.open(Purpose.PAGE_TOKEN, "contexT".getBytes(UTF_8), sealed)).isEmpty();
  }

  @Test
  void one_flipped_bit_anywhere_and_it_does_not_open() {
    String sealed = sealer.seal(Purpose.DOWNLOAD, CONTEXT, CONTENT);

    assertThat(GivenSealer.bitFlips(sealed))
        .noneMatch(flipped -> sealer.open(Purpose.DOWNLOAD, CONTEXT, flipped).isPresent());
  }

  @Test
  void one_letter_less_or_more_and_it_does_not_open() {
    String sealed = sealer.seal(Purpose.DOWNLOAD, CONTEXT, CONTENT);

    for (int end = 0; end < sealed.length(); end++) {
      assertThat(sealer.open(Purpose.DOWNLOAD, CONTEXT, sealed.substring(0, end))).isEmpty();
    }
    for (String more : List.of("A", "=", "==", " ", "\n", "AAAA")) {
      assertThat(sealer.open(Purpose.DOWNLOAD, CONTEXT, sealed + more)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "AQ", "AQE", "not base64!", "AQFhAAAAAAAAAAAAAAAA"})
  void what_was_never_sealed_does_not_open(String text) {
    assertThat(sealer.open(Purpose.DOWNLOAD, CONTEXT, text)).isEmpty();
  }

  @Test
  void a_text_without_end_is_not_looked_at() {
    assertThat(sealer.open(Purpose.DOWNLOAD, CONTEXT, "A".repeat(1024 * 1024))).isEmpty();
  }

  @Test
  void the_newest_key_seals_and_every_key_opens() {
    String old = sealer.seal(Purpose.DOWNLOAD, CONTEXT, CONTENT);
    Sealer rotated = GivenSealer.withKeys("b", "a");
    String fresh = rotated.seal(Purpose.DOWNLOAD, CONTEXT, CONTENT);

    assertThat(rotated.open(Purpose.DOWNLOAD, CONTEXT, old)).isPresent();
    assertThat(rotated.open(Purpose.DOWNLOAD, CONTEXT, fresh)).isPresent();
    assertThat(GivenSealer.withKeys("b").open(Purpose.DOWNLOAD, CONTEXT, fresh)).isPresent();
    assertThat(sealer.open(Purpose.DOWNLOAD, CONTEXT, fresh)).isEmpty();
  }

  @Test
  void a_login_that_was_opened_before_is_the_same_and_ends_with_its_key() {
    AtomicReference<KeyRing> ring =
        new AtomicReference<>(new KeyRing(List.of(GivenSealer.key("a"))));
    Sealer rotating = new Sealer(ring::get, new SecureRandom());
    String login = rotating.seal(Purpose.REGISTRY_TOKEN, NOTHING, CONTENT);

    for (int i = 0; i < 2; i++) {
      byte[] opened = rotating.open(Purpose.REGISTRY_TOKEN, NOTHING, login).orElseThrow();
      assertThat(opened).isEqualTo(CONTENT);
      opened[0] = 0;
      assertThat(rotating.open(Purpose.PAGE_TOKEN, NOTHING, login)).isEmpty();
      assertThat(rotating.open(Purpose.REGISTRY_TOKEN, CONTEXT, login)).isEmpty();
    }
    ring.set(new KeyRing(List.of(GivenSealer.key("b"), GivenSealer.key("a"))));
    assertThat(rotating.open(Purpose.REGISTRY_TOKEN, NOTHING, login)).isPresent();

    ring.set(new KeyRing(List.of(GivenSealer.key("b"))));
    assertThat(rotating.open(Purpose.REGISTRY_TOKEN, NOTHING, login)).isEmpty();
  }

  @Test
  void the_same_content_is_never_sealed_alike() {
    assertThat(sealer.seal(Purpose.DOWNLOAD, CONTEXT, CONTENT))
        .isNotEqualTo(sealer.seal(Purpose.DOWNLOAD, CONTEXT, CONTENT));
  }

  @Test
  void the_content_does_not_show() {
    byte[] sealed = Base64.getUrlDecoder().decode(sealer.seal(Purpose.DOWNLOAD, CONTEXT, CONTENT));

    assertThat(new String(sealed, ISO_8859_1))
        .doesNotContain("inside")
        .matches("(?s)\\x01\\x01a.{12}.{14}.{16}");
  }

  @Test
  void a_key_has_32_bytes_and_a_ring_has_a_key() {
    assertThatThrownBy(() -> KeyRing.Key.of("a", new byte[16]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> KeyRing.Key.of("", new byte[32]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new KeyRing(List.of())).isInstanceOf(IllegalArgumentException.class);
  }
}
