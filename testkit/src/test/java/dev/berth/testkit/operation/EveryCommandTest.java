package dev.berth.testkit.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.client.AwsCli;
import dev.berth.testkit.client.NeedsClient;
import dev.berth.testkit.client.Outcome;
import dev.berth.wire.json.ServiceModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** CHECKLIST PR-15: every subcommand of {@code aws ecr} understands what it is answered. */
@NeedsClient("aws")
@TestInstance(Lifecycle.PER_CLASS)
class EveryCommandTest {
  private static final String LAYER = "{\"architecture\":\"amd64\",\"os\":\"linux\"}";
  private static final JsonMapper JSON = new JsonMapper();

  private List<CommandRow> rows;
  private List<JsonNode> answers;

  @BeforeAll
  void run(@TempDir Path folder) throws IOException {
    rows = CommandRow.all(resource("every-command.txt"));
    Files.writeString(folder.resolve("layer"), LAYER);
    try (RunningBerth berth = RunningBerth.on(folder.resolve("data"))) {
      Outcome outcome =
          AwsCli.pinned(folder.resolve("aws"), berth.access())
              .script(resource("aws-commands.py"), folder, input(rows));
      answers = outcome.stdout().lines().map(JSON::readTree).toList();
    }
  }

  @TestFactory
  Stream<DynamicTest> each_subcommand_prints_what_it_is_to() {
    return IntStream.range(0, rows.size())
        .mapToObj(
            row ->
                dynamicTest(
                    rows.get(row).subcommand(), () -> check(rows.get(row), answers.get(row))));
  }

  @Test
  void no_operation_is_left_out() {
    assertThat(rows.stream().map(CommandRow::subcommand).collect(Collectors.toSet()))
        .containsAll(
            ServiceModel.load("/dev/berth/wire/ecr/ecr-api.json").operations().keySet().stream()
                .map(EveryCommandTest::subcommand)
                .toList())
        .contains("get-login-password", "wait");
  }

  private static void check(CommandRow row, JsonNode answer) {
    String out = answer.get("out").stringValue().strip();
    String err = answer.get("err").stringValue();
    switch (row.expectation()) {
      case CommandRow.Expectation.Text(String text) -> assertThat(out).as(err).isEqualTo(text);
      case CommandRow.Expectation.Form(var form) -> assertThat(out).as(err).matches(form);
      case CommandRow.Expectation.Refused(String code) ->
          assertThat(err).contains("(" + code + ")");
    }
    assertThat(answer.get("status").intValue() == 0)
        .isNotEqualTo(row.expectation() instanceof CommandRow.Expectation.Refused);
  }

  private static String subcommand(String operation) {
    return operation.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  private static String input(List<CommandRow> rows) {
    return rows.stream()
        .map(
            row ->
                JSON.writeValueAsString(Map.of("words", row.call(), "save", row.save().orElse(""))))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String resource(String name) throws IOException {
    try (InputStream file =
        Objects.requireNonNull(EveryCommandTest.class.getResourceAsStream(name))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
