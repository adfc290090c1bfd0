package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code berth policy test} says and how it exits. */
final class PolicyTestCommandTest {
  private static final Path PAGE = Path.of("..", "docs", "policies.md");
  private static final Path TABLE =
      Path.of("..", "iam", "src", "test", "resources", "policy", "iam-cases.json");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final PrintStream usualOut = System.out;
  private final PrintStream usualErr = System.err;

  @TempDir private Path temporary;

  @BeforeEach
  void capture() {
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void release() {
    System.setOut(usualOut);
    System.setErr(usualErr);
  }

  @Test
  void the_example_of_the_page_prints_what_the_page_says() throws IOException {
    Path file = Files.writeString(temporary.resolve("policies.json"), block("a test runs this"));

    assertThat(Main.run("policy", "test", file.toString())).isEqualTo(1);
    assertThat(printed()).isEqualToNormalizingNewlines(block("what it prints"));
  }

  @Test
  void a_table_that_holds_exits_with_0() {
    assertThat(Main.run("policy", "test", TABLE.toString())).isZero();
    assertThat(printed().lines())
        .containsExactly(
            "151 cases: all as expected; 10 remarks about documents (--lint prints them)");
  }

  @Test
  void lint_prints_what_is_odd_about_documents() {
    assertThat(Main.run("policy", "test", "--lint", TABLE.toString())).isZero();
    assertThat(printed().lines())
        .contains(
            "C092: resource_policies[0] would be refused when written: Invalid principal in policy:"
                + " \"AWS\":\"arn:aws:iam::111122223333:group/dev\"")
        .anyMatch(line -> line.startsWith("C185: resource_policies[0] would be refused"))
        .anyMatch(line -> line.startsWith("C187: resource_policies[0] would be refused"))
        .anyMatch(line -> line.startsWith("C057: identity_policies[0], statement 1: ForAllValues"))
        .last()
        .isEqualTo("151 cases: all as expected");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "decision": "IMPLICIT_DENY"          | "decision": "EXPLICIT_DENY"                     | expected EXPLICIT_DENY
          "decided_by": "identity"             | "decided_by": "resource"                        | expected ALLOW by resource
          "decision": "IMPLICIT_DENY"          | "decision": "ALLOW", "because": "because I say" | expected ALLOW (because I say)
          """)
  void a_decision_a_decider_or_a_reason_that_differs_is_told(
      String written, String instead, String told) throws IOException {
    String table = block("a test runs this").replace(written, instead);
    Path file = Files.writeString(temporary.resolve("policies.json"), table);

    assertThat(Main.run("policy", "test", file.toString())).isEqualTo(1);
    assertThat(printed()).contains("  " + told + System.lineSeparator());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "title":               | "titel":                | case pull: a case has no key "titel"; it has id, topic, title,
          "account":             | "acount":               | case pull: principal has no key "acount"; it has type, account,
          "resource":            | "resources":            | case pull: request has no key "resources"; it has action, resource,
          "decided_by":          | "decider":              | case pull: expected has no key "decider"; it has decision,
          "schema_version": 1    | "schema_version": 2     | schema_version is 2, and this Berth knows 1.
          "type": "User"         | "type": "Person"        | case pull: the type of principal is "Person", and not User,
          "Effect": "Allow"      | "Effect": "Maybe"       | case pull: identity_policies[0] is no policy: Effect is neither Allow nor Deny
          "id": "push"           | "id": "pull"            | case pull stands in the table twice.
          "decision": "ALLOW"    | "decision": "YES"       | case pull: decision is none of [ALLOW, IMPLICIT_DENY, EXPLICIT_DENY].
          "cases": [             | "cases": [[],           | case number 1: a case is not an object.
          """)
  void a_table_that_cannot_be_read_exits_with_2_and_one_sentence(
      String written, String instead, String told) throws IOException {
    String table = block("a test runs this").replace(written, instead);
    Path file = Files.writeString(temporary.resolve("policies.json"), table);

    assertThat(Main.run("policy", "test", file.toString())).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith(file + " cannot be read: " + told)
        .hasLineCount(1);
    assertThat(printed()).isEmpty();
  }

  @Test
  void a_file_that_is_not_there_and_one_that_is_no_text_exit_with_2() throws IOException {
    Path binary = Files.write(temporary.resolve("binary"), new byte[] {(byte) 0xFF, 0});

    assertThat(Main.run("policy", "test", temporary.resolve("none").toString())).isEqualTo(2);
    assertThat(Main.run("policy", "test", binary.toString())).isEqualTo(2);
    assertThat(Main.run("policy", "test", temporary.toString())).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .satisfiesExactly(
            line -> assertThat(line).endsWith("none cannot be read: there is no such file."),
            line -> assertThat(line).endsWith("binary cannot be read: it is not UTF-8."),
            line -> assertThat(line).contains(" cannot be read: "));
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }

  /** The block of the page under a comment that starts so. */
  private static String block(String comment) throws IOException {
    Matcher block =
        Pattern.compile(
                "<!-- " + Pattern.quote(comment) + "[^\\n]*\\n```[a-z]*\\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(PAGE));
    assertThat(block.find()).isTrue();
    return block.group(1);
  }
}
