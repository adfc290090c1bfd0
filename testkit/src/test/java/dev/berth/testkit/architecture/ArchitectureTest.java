package dev.berth.testkit.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds the compiled classes of every module to {@link Rules}; the arrows between modules are the
 * compiler's.
 */
final class ArchitectureTest {
  private static final Map<Sources, JavaClasses> IMPORTED = new EnumMap<>(Sources.class);
  private static final Counterexamples COUNTEREXAMPLES = new Counterexamples();

  @BeforeAll
  static void import_every_module() throws IOException {
    for (Sources sources : Sources.values()) {
      IMPORTED.put(sources, sources.imported());
    }
  }

  @AfterAll
  static void close() throws IOException {
    COUNTEREXAMPLES.close();
  }

  static List<Rule> rules() {
    return Rules.all();
  }

  @Test
  void the_classes_of_every_module_are_looked_at() {
    assertThat(IMPORTED.get(Sources.MAIN))
        .extracting(type -> type.getPackageName())
        .contains(
            "dev.berth.model",
            "dev.berth.iam",
            "dev.berth.blob",
            "dev.berth.metadata",
            "dev.berth.identity",
            "dev.berth.registry",
            "dev.berth.wire",
            "dev.berth.server",
            "dev.berth.cli",
            "dev.berth.testkit");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void the_code_keeps_the_rule(Rule rule) {
    rule.rule().check(IMPORTED.get(rule.sources()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void a_counterexample_breaks_the_rule(Rule rule, @TempDir Path folder) throws IOException {
    JavaClasses counterexample = COUNTEREXAMPLES.compiled(rule.counterexample(), folder);

    assertThat(rule.rule().evaluate(counterexample).hasViolation()).isTrue();
  }
}
