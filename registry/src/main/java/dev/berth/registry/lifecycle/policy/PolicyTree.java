package dev.berth.registry.lifecycle.policy;

import dev.berth.registry.refusal.LifecyclePolicyInvalid;
import java.util.Comparator;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The text of a policy as the JSON that it is. Bounded by the text, which its reader has bounded; a
 * member that occurs twice is refused, because two readers may take different ones.
 *
 * @param root an object
 */
record PolicyTree(ObjectNode root) {
  private static final String NO_OBJECT = "Could not map policyString into LifecyclePolicy.";
  private static final int MAX_DEPTH = 16;

  /** The members of all structures of a policy, as ECR orders them. */
  private static final List<String> ORDER =
      List.of(
          "rules",
          "rulePriority",
          "description",
          "selection",
          "tagStatus",
          "tagPatternList",
          "tagPrefixList",
          "storageClass",
          "countType",
          "countUnit",
          "countNumber",
          "action",
          "type",
          "targetStorageClass");

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNumberLength(64)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Reads a text; what is no JSON object is refused (V1). */
  static PolicyTree read(String text) {
    try {
      if (JSON.readTree(text) instanceof ObjectNode root) {
        return new PolicyTree(root);
      }
    } catch (JacksonException _) {
      // refused below: ECR tells no more than that
    }
    throw new LifecyclePolicyInvalid(NO_OBJECT);
  }

  /** A number that no 32 bits hold. */
  static LifecyclePolicyInvalid outOfRange() {
    return new LifecyclePolicyInvalid(NO_OBJECT);
  }

  /** The rules, of a tree that {@link PolicySchema} has found right. */
  List<JsonNode> rules() {
    return root.path("rules").valueStream().toList();
  }

  /** One line, rules by priority, members in ECR's order. */
  String compact() {
    ObjectNode ordered = JSON.createObjectNode();
    ArrayNode rules = ordered.putArray("rules");
    rules().stream()
        .sorted(Comparator.comparingInt(rule -> rule.path("rulePriority").intValue()))
        .map(PolicyTree::ordered)
        .forEach(rules::add);
    return JSON.writeValueAsString(ordered);
  }

  private static JsonNode ordered(JsonNode node) {
    if (!(node instanceof ObjectNode object)) {
      return node;
    }
    ObjectNode copy = JSON.createObjectNode();
    for (String member : ORDER) {
      JsonNode value = object.get(member);
      if (value != null) {
        copy.set(member, ordered(value));
      }
    }
    return copy;
  }
}
