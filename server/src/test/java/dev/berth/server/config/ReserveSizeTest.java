package dev.berth.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.model.Malformed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ReserveSizeTest {
  private static final long GIB = 1L << 30;

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1500, 1500",
    "2KB, 2000",
    "2KiB, 2048",
    "3MB, 3000000",
    "3MiB, 3145728",
    "20GB, 20000000000",
    "20GiB, 21474836480",
    "1TB, 1000000000000",
    "1TiB, 1099511627776",
    "0%, 0",
    "5%, 5368709120",
    "99%, 106300440576"
  })
  void bytes_units_and_percentages_are_sizes(String text, long kept) {
    assertThat(ReserveSize.parse(text).applyAsLong(100 * GIB)).isEqualTo(kept);
  }

  @Test
  void nothing_said_is_the_larger_of_a_gibibyte_and_two_hundredths() {
    assertThat(ReserveSize.parse("").applyAsLong(10 * GIB)).isEqualTo(GIB);
    assertThat(ReserveSize.parse("").applyAsLong(100 * GIB)).isEqualTo(2 * GIB);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-1", "1.5GiB", "1 GiB", "100%", "%", "GiB", "5gib", "5B", "9999999999999TiB"})
  void anything_else_is_refused(String text) {
    assertThatThrownBy(() -> ReserveSize.parse(text))
        .isInstanceOf(Malformed.class)
        .hasMessageStartingWith("'%s' is no size: ".formatted(text));
  }
}
