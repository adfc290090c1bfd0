package dev.berth.testkit.terraform;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Documents in documents, compared as the provider compares them. */
final class Documents {
  private static final JsonMapper JSON = new JsonMapper();

  private Documents() {}

  /** A policy: what it says, without its layout. */
  static JsonNode policy(String text) {
    return JSON.readTree(text);
  }

  /** A lifecycle policy: its rules by priority, each with its tags in order. */
  static JsonNode lifecycle(String text) {
    ObjectNode policy = (ObjectNode) JSON.readTree(text);
    List<JsonNode> rules = new ArrayList<>(policy.get("rules").valueStream().toList());
    rules.sort(Comparator.comparingInt(rule -> rule.get("rulePriority").intValue()));
    rules.forEach(rule -> sortTags((ObjectNode) rule.get("selection")));
    return policy.set("rules", JSON.createArrayNode().addAll(rules));
  }

  private static void sortTags(ObjectNode selection) {
    for (String list : List.of("tagPatternList", "tagPrefixList")) {
      if (selection.get(list) instanceof ArrayNode tags) {
        List<JsonNode> sorted = new ArrayList<>(tags.valueStream().toList());
        sorted.sort(Comparator.comparing(JsonNode::stringValue));
        selection.set(list, JSON.createArrayNode().addAll(sorted));
      }
    }
  }
}
