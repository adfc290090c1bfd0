package dev.berth.iam.policy.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The worked decisions of the IAM dossier (section 6), {@code iam-cases.json} as it came with it,
 * and {@code more-cases.json}, rows of the same shape for what the dossier says besides (CHECKLIST
 * IA-02, IA-03, IA-07, IA-08).
 */
final class CaseTableTest {
  static Stream<PolicyCase> rows() {
    return Stream.of("iam-cases.json", "more-cases.json").flatMap(name -> table(name).stream());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void a_row_is_decided_as_the_table_says(PolicyCase row) {
    CaseResult result = CaseResult.of(row);

    assertThat(result.isExpected()).as(row.title() + "\n" + result.explanation()).isTrue();
  }

  @Test
  void the_tables_are_whole() {
    assertThat(table("iam-cases.json")).hasSize(151);
    assertThat(table("more-cases.json")).hasSizeGreaterThanOrEqualTo(350);
  }

  private static List<PolicyCase> table(String name) {
    try (InputStream in = CaseTableTest.class.getResourceAsStream("/policy/" + name)) {
      return CaseTable.read(
          new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
