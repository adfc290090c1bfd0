package dev.berth.wire.ecr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.iam.Action;
import dev.berth.wire.GivenServer;
import dev.berth.wire.json.JsonRow;
import dev.berth.wire.json.ServiceModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/**
 * The table against the model and against the service authorization reference (ECR dossier 23,
 * CHECKLIST PR-01, IA-01).
 */
class EcrOperationsTest {
  private static final Map<String, String> RESOURCES =
      Map.of(
          "repository", "arn:aws:ecr:us-east-1:123456789012:repository/app",
          "repositories", "arn:aws:ecr:us-east-1:123456789012:repository/*",
          "-", "*");

  // who makes a template needs ecr:CreateRepository, too
  private static final Set<String> DEPENDENT =
      Set.of("CreateRepositoryCreationTemplate", "UpdateRepositoryCreationTemplate");

  @TempDir Path folder;
  private GivenServer server;

  @BeforeEach
  void start() {
    server = new GivenServer(folder);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void there_is_one_row_for_each_operation_of_the_model() {
    Set<String> berth =
        ServiceModel.load("/dev/berth/wire/berth/berth-api.json").operations().keySet();
    List<String> rows =
        server.json.rows().stream()
            .map(JsonRow::name)
            .filter(name -> !berth.contains(name))
            .toList();

    assertThat(rows)
        .containsExactlyInAnyOrderElementsOf(
            ServiceModel.load("/dev/berth/wire/ecr/ecr-api.json").operations().keySet())
        .hasSize(58);
  }

  // RF-06
  @ParameterizedTest(name = "{0}")
  @CsvFileSource(
      resources = "operations.csv",
      delimiter = '|',
      quoteCharacter = '~',
      numLinesToSkip = 1)
  void every_operation_demands_its_action_on_its_resource(
      String operation, String action, String resource, String request) {
    GivenServer.Answer answer = server.invoke(operation, request.replace('\'', '"'));

    assertThat(server.demanded)
        .as(answer.body().toString())
        .hasSize(DEPENDENT.contains(operation) ? 2 : 1);
    assertThat(server.demanded.getFirst().action()).isEqualTo(Action.ecr(action));
    assertThat(server.demanded.getFirst().resource().name()).isEqualTo(RESOURCES.get(resource));
    assertThat(answer.status()).isIn(200, 400);
  }
}
