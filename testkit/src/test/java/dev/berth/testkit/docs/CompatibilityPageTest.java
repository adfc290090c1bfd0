package dev.berth.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.wire.json.ServiceModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/compatibility.md} names every operation of ECR's model, and tests that there are.
 * When this fails, {@code scripts/compatibility-page} writes its table anew.
 */
final class CompatibilityPageTest {
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| ([A-Z]\\w+) \\| ((?:works|kept and told).*) \\| (`.+`) \\|$");

  @Test
  void every_operation_stands_there_once() throws IOException {
    assertThat(rows().map(Row::operation))
        .containsExactlyInAnyOrderElementsOf(
            ServiceModel.load("/dev/berth/wire/ecr/ecr-api.json").operations().keySet());
  }

  @Test
  void every_test_that_is_named_calls_the_operation() throws IOException {
    Map<String, String> sources = sources();

    assertThat(rows())
        .allSatisfy(
            row ->
                assertThat(row.tests())
                    .contains("EveryCommandTest")
                    .allSatisfy(
                        test ->
                            assertThat(
                                    test.equals("EveryCommandTest")
                                        || sources.getOrDefault(test, "").contains(row.method()))
                                .as("%s calls %s", test, row.operation())
                                .isTrue()));
  }

  @Test
  void every_operation_is_called_with_the_sdk_too() throws IOException {
    assertThat(rows()).allSatisfy(row -> assertThat(row.tests()).hasSizeGreaterThan(1));
  }

  private record Row(String operation, List<String> tests) {
    String method() {
      return "." + Character.toLowerCase(operation.charAt(0)) + operation.substring(1);
    }
  }

  private static Stream<Row> rows() throws IOException {
    return ROW.matcher(Files.readString(Path.of("../docs/compatibility.md")))
        .results()
        .map(
            row ->
                new Row(
                    row.group(1),
                    Stream.of(row.group(3).split(", "))
                        .map(name -> name.replace("`", ""))
                        .toList()));
  }

  private static Map<String, String> sources() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .collect(
              Collectors.toMap(
                  file -> file.getFileName().toString().replace(".java", ""),
                  CompatibilityPageTest::read,
                  (one, _) -> one));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
