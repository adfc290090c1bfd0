package dev.berth.wire.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.registry.upload.Span;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UploadRangeTest {
  @Test
  void a_range_is_inclusive_and_has_no_unit() {
    assertThat(UploadRange.parse("0-0")).isEqualTo(new Span(0, 0));
    assertThat(UploadRange.parse("1048576-2097151").length()).isEqualTo(1_048_576);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "5",
        "5-",
        "-5",
        "bytes 0-4",
        "5-4",
        "0-4/5",
        "0-99999999999999999999",
        "a-b",
        "0-4 "
      })
  void anything_else_is_out_of_range(String field) {
    assertThatThrownBy(() -> UploadRange.parse(field))
        .isInstanceOfSatisfying(OciError.class, error -> assertThat(error.status()).isEqualTo(416));
  }

  @Test
  void docker_gets_a_range_also_for_an_empty_upload() {
    assertThat(UploadRange.of(0)).isEqualTo("0-0");
    assertThat(UploadRange.of(1)).isEqualTo("0-0");
    assertThat(UploadRange.of(10)).isEqualTo("0-9");
  }
}
