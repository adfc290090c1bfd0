package dev.berth.registry.trash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.registry.TestRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every line of {@code restore.txt}. */
final class RestoreTableTest {
  private static final String NONE = "";

  @TempDir private static Path folder;
  private static final Map<String, TestRegistry> REGISTRIES = new HashMap<>();

  @AfterAll
  static void close() {
    REGISTRIES.values().forEach(TestRegistry::close);
  }

  /** Cases without limits share one, each in a namespace of its own. */
  private static TestRegistry registry(Case row) {
    String limits = row.lines().getOrDefault("limits", NONE);
    return REGISTRIES.computeIfAbsent(
        limits,
        _ -> {
          try {
            return TestRegistry.in(folder.resolve("limits " + limits), RestoreScript.rules(limits));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /**
   * A block of the table.
   *
   * @param lines by their first words
   */
  private record Case(String name, Map<String, String> lines) {
    static Case of(String block) {
      Map<String, String> lines =
          Arrays.stream(block.strip().split("\n"))
              .map(line -> line.split(" ", 2))
              .collect(Collectors.toMap(line -> line[0], line -> line[1].strip()));
      return new Case(line(lines, "case"), lines);
    }

    String line(String word) {
      return line(lines, word);
    }

    private static String line(Map<String, String> lines, String word) {
      return Objects.requireNonNull(lines.get(word), word);
    }
  }

  private static List<Case> table() throws IOException {
    try (InputStream file =
        Objects.requireNonNull(RestoreTableTest.class.getResourceAsStream("restore.txt"))) {
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      return Arrays.stream(text.split("\n\n"))
          .filter(block -> block.startsWith("case "))
          .map(Case::of)
          .toList();
    }
  }

  @TestFactory
  Stream<DynamicTest> every_case() throws IOException {
    return table().stream().map(row -> DynamicTest.dynamicTest(row.name(), () -> check(row)));
  }

  @Test
  void the_table_has_a_case_for_each_thing_that_may_have_happened() throws IOException {
    assertThat(table()).hasSizeGreaterThanOrEqualTo(38);
  }

  private static void check(Case row) throws IOException {
    String namespace = row.name().replaceAll("[^a-z]", "-");
    RestoreScript script = new RestoreScript(registry(row), namespace);
    script.run(row.line("given"));
    assertThat(script.restore(row.line("restore"))).isEqualTo(row.line("gives"));
    assertThat(script.lives()).isEqualTo(row.line("lives"));
  }
}
