package dev.berth.testkit.docs;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testkit.client.NeedsClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/clients.md} tells of the tests of clients that there are, and of the versions that
 * are pinned. When this fails, {@code scripts/clients-page} writes the page anew.
 */
final class ClientsPageTest {
  private static final Path HOME = Path.of("..");
  private static final Path SOURCES = Path.of("src/test/java/dev/berth/testkit/clients");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\S+) \\| (.+) \\| passed \\|$");
  private static final Pattern CLIENT =
      Pattern.compile("(?m)^\\| (\\S+) \\| (\\S*) \\| (.+) \\| (\\d+) \\|$");

  private final String page = read(HOME.resolve("docs/clients.md"));

  @Test
  void each_test_of_a_client_is_a_row_and_nothing_else_is()
      throws IOException, ClassNotFoundException {
    List<String> tests = new ArrayList<>();
    for (Class<?> type : testClasses()) {
      String client = clientOf(type);
      Arrays.stream(type.getDeclaredMethods())
          .filter(method -> method.isAnnotationPresent(Test.class))
          .map(Method::getName)
          .forEach(name -> tests.add(client + ": " + name.replace('_', ' ')));
    }

    assertThat(matches(ROW).map(row -> row.group(1) + ": " + row.group(2)))
        .containsExactlyInAnyOrderElementsOf(tests);
  }

  @Test
  void each_client_stands_with_as_many_tests_as_it_has_rows() {
    Map<String, Long> rows = matches(ROW).collect(toMap(row -> row.group(1), _ -> 1L, Long::sum));

    assertThat(
            matches(CLIENT).collect(toMap(row -> row.group(1), row -> Long.valueOf(row.group(4)))))
        .isEqualTo(rows);
  }

  @Test
  void the_versions_of_pinned_clients_are_those_that_are_installed() throws IOException {
    Map<String, String> told =
        matches(CLIENT).collect(toMap(row -> row.group(1), row -> row.group(2)));
    assertThat(read(HOME.resolve("scripts/client-requirements.txt")))
        .contains("awscli==" + told.get("aws") + " ");
    try (Stream<Path> modules = Files.list(HOME.resolve("scripts/go-clients"))) {
      for (Path module : modules.toList()) {
        String client = module.getFileName().toString();
        String pinned = read(module.resolve("go.mod"));
        String tool = pinned.replaceFirst("(?s).*\\ntool (\\S+)\\n.*", "$1");
        String version = Objects.requireNonNull(told.get(client), client);
        assertThat(pinned.lines().map(String::strip))
            .as(client)
            .anyMatch(
                line ->
                    line.contains(" " + version + " ")
                        && (tool + "/").startsWith(line.replaceFirst(" .*", "/")));
      }
    }
  }

  private static List<Class<?>> testClasses() throws IOException, ClassNotFoundException {
    List<Class<?>> classes = new ArrayList<>();
    try (Stream<Path> sources = Files.list(SOURCES)) {
      for (Path source : sources.toList()) {
        String name = source.getFileName().toString().replace(".java", "");
        if (name.endsWith("Test")) {
          classes.add(Class.forName("dev.berth.testkit.clients." + name));
        }
      }
    }
    assertThat(classes).isNotEmpty();
    return classes;
  }

  private static String clientOf(Class<?> type) {
    return Objects.requireNonNull(type.getAnnotation(NeedsClient.class), type.getName()).value()[0];
  }

  private Stream<MatchResult> matches(Pattern pattern) {
    return pattern.matcher(page).results();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
