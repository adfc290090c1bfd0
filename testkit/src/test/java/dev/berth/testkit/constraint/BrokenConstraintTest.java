package dev.berth.testkit.constraint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.guard.SignedCalls;
import dev.berth.testkit.oci.Answer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** ECR dossier 1.3; CHECKLIST PR-08, PR-16 and whatever the model says of a member. */
@TestInstance(Lifecycle.PER_CLASS)
class BrokenConstraintTest {
  private static final String PREFIX = "AmazonEC2ContainerRegistry_V20150921.";
  private static final JsonMapper JSON = new JsonMapper();

  private final ModelText model = new ModelText();
  private RunningBerth berth;
  private SignedCalls calls;

  @BeforeAll
  void start(@TempDir Path folder) {
    berth = RunningBerth.on(folder);
    calls = SignedCalls.of(berth.access());
  }

  @AfterAll
  void stop() {
    berth.close();
  }

  @TestFactory
  Stream<DynamicContainer> each_broken_constraint_is_named_with_its_code() {
    return model.operations().stream()
        .map(
            operation ->
                dynamicContainer(
                    operation,
                    model.breakages(operation).stream()
                        .map(breakage -> refused(operation, breakage))));
  }

  // or else what is refused above could be refused for another reason
  @TestFactory
  Stream<DynamicTest> a_request_within_its_constraints_passes_them() {
    return model.operations().stream()
        .map(
            operation ->
                dynamicTest(
                    operation,
                    () ->
                        assertThat(send(operation, model.request(operation)).message())
                            .doesNotContain("constraint: 'Member")
                            .doesNotContain("must satisfy regular expression")));
  }

  @Test
  void the_model_holds_hundreds_of_constraints() {
    List<Breakage> all =
        model.operations().stream().flatMap(name -> model.breakages(name).stream()).toList();

    assertThat(model.operations()).hasSize(58);
    assertThat(all).hasSizeGreaterThan(400);
  }

  private DynamicTest refused(String operation, Breakage breakage) {
    return dynamicTest(
        breakage.member() + ": " + breakage.constraint(),
        () -> {
          Answer answer = send(operation, breakage.in(model.request(operation)));

          JsonNode body = JSON.readTree(answer.body());
          assertThat(answer.status()).isEqualTo(400);
          assertThat(body.path("__type").stringValue()).isEqualTo(model.code(operation));
          assertThat(body.path("message").stringValue())
              .isEqualTo(
                  "Invalid parameter at '%s' failed to satisfy constraint: '%s'"
                      .formatted(breakage.member(), breakage.constraint()));
        });
  }

  private Answer send(String operation, Map<String, Object> request) {
    return calls.send("ecr", PREFIX + operation, JSON.writeValueAsString(request));
  }
}
