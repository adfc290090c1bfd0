package dev.berth.registry.lifecycle.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.registry.SettingLimits;
import dev.berth.registry.refusal.LifecyclePolicyInvalid;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The grammar of lifecycle policies: ECR dossier 12.2, V1 to V20; CHECKLIST LC-02 to LC-21, LC-43.
 * The cases and the lines that they stand for are in {@code lifecycle/policies.json}.
 */
final class LifecyclePolicyTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int ECRS = SettingLimits.DEFAULT.lifecycleRules();

  @TestFactory
  Stream<DynamicTest> a_text_is_a_policy_or_breaks_a_rule_of_the_grammar() throws IOException {
    return cases()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.path("ids").asString() + ": " + each.path("name").asString(),
                    () -> check(each)));
  }

  private static void check(JsonNode each) {
    JsonNode policy = each.path("policy");
    String text = policy.isString() ? policy.stringValue() : JSON.writeValueAsString(policy);
    if (each.has("refused")) {
      assertThatThrownBy(() -> LifecyclePolicy.parse(text, ECRS))
          .isInstanceOf(LifecyclePolicyInvalid.class)
          .hasMessage("Lifecycle policy validation failure: " + each.path("refused").stringValue());
      return;
    }
    LifecyclePolicy parsed = LifecyclePolicy.parse(text, ECRS);
    assertThat(parsed.rules())
        .hasSize(policy.path("rules").size())
        .isSortedAccordingTo(Comparator.comparingInt(Rule::priority));
    assertThat(LifecyclePolicy.stored(parsed.text())).isEqualTo(parsed);
    if (each.has("compact")) {
      assertThat(parsed.text()).isEqualTo(each.path("compact").stringValue());
    }
  }

  @Test
  void every_rule_of_the_grammar_has_a_refusal_among_the_cases() throws IOException {
    String refused =
        cases()
                .filter(each -> each.has("refused"))
                .map(each -> each.path("ids").asString())
                .toList()
            + " ";
    for (int rule = 1; rule <= 20; rule++) {
      assertThat(refused).containsPattern("\\bV" + rule + "\\b");
    }
  }

  private static Stream<JsonNode> cases() throws IOException {
    try (InputStream file =
        Objects.requireNonNull(
            LifecyclePolicyTest.class.getResourceAsStream("/lifecycle/policies.json"))) {
      return JSON.readTree(file).valueStream();
    }
  }
}
