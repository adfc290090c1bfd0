package dev.berth.registry.lifecycle.policy;

import dev.berth.registry.refusal.LifecyclePolicyInvalid;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The form of a policy: which members there are, and what they may hold (V2 to V9 and V20 of ECR
 * dossier 12.2). The words are those of the validator that ECR uses; the first flaw in the order of
 * the grammar is told.
 */
final class PolicySchema {
  private static final String NONE_OF_TWO =
      "instance failed to match exactly one schema (matched 0 out of 2)";

  private PolicySchema() {}

  static void check(ObjectNode policy, int mostRules) {
    members(policy, Set.of("rules"), Set.of());
    JsonNode rules = policy.path("rules");
    requireType(rules, "array");
    if (rules.isEmpty()) {
      throw refused(
          "array is too short: must have at least 1 elements but instance has 0 elements");
    }
    if (rules.size() > mostRules) {
      throw refused(
          "array is too long: must have at most %d elements but instance has %d elements"
              .formatted(mostRules, rules.size()));
    }
    rules.forEach(PolicySchema::rule);
  }

  private static void rule(JsonNode rule) {
    members(rule, Set.of("rulePriority", "selection", "action"), Set.of("description"));
    count(rule.path("rulePriority"));
    ifThere(rule, "description", description -> requireType(description, "string"));
    selection(rule.path("selection"));
    action(rule.path("action"));
  }

  private static void selection(JsonNode selection) {
    members(
        selection,
        Set.of("tagStatus", "countType", "countNumber"),
        Set.of("tagPatternList", "tagPrefixList", "storageClass", "countUnit"));
    oneOf(selection.path("tagStatus"), "tagged", "untagged", "any");
    ifThere(selection, "tagPatternList", PolicySchema::tags);
    ifThere(selection, "tagPrefixList", PolicySchema::tags);
    ifThere(selection, "storageClass", value -> oneOf(value, "standard", "archive"));
    oneOf(
        selection.path("countType"),
        "imageCountMoreThan",
        "sinceImagePushed",
        "sinceImagePulled",
        "sinceImageTransitioned");
    boolean counts = selection.path("countType").stringValue().equals("imageCountMoreThan");
    if (counts == selection.has("countUnit")) {
      throw refused(NONE_OF_TWO);
    }
    ifThere(selection, "countUnit", unit -> oneOf(unit, "days"));
    count(selection.path("countNumber"));
  }

  private static void action(JsonNode action) {
    members(action, Set.of("type"), Set.of("targetStorageClass"));
    oneOf(action.path("type"), "expire", "transition");
    boolean expires = action.path("type").stringValue().equals("expire");
    if (expires == action.has("targetStorageClass")) {
      throw refused(NONE_OF_TWO);
    }
    ifThere(action, "targetStorageClass", target -> oneOf(target, "archive"));
  }

  private static void tags(JsonNode list) {
    requireType(list, "array");
    for (JsonNode tag : list) {
      requireType(tag, "string");
      if (tag.stringValue().isEmpty()) {
        throw refused("string \"\" is too short (length: 0, required minimum: 1)");
      }
    }
  }

  private static void members(JsonNode object, Set<String> required, Set<String> allowed) {
    requireType(object, "object");
    Set<String> missing = new TreeSet<>(required);
    missing.removeAll(object.propertyNames());
    if (!missing.isEmpty()) {
      throw refused("object has missing required properties (%s)".formatted(quoted(missing)));
    }
    Set<String> unknown = new TreeSet<>(object.propertyNames());
    unknown.removeAll(required);
    unknown.removeAll(allowed);
    if (!unknown.isEmpty()) {
      throw refused(
          "object instance has properties which are not allowed by the schema: (%s)"
              .formatted(quoted(unknown)));
    }
  }

  private static void ifThere(JsonNode object, String member, Consumer<JsonNode> check) {
    if (object.has(member)) {
      check.accept(object.path(member));
    }
  }

  private static void oneOf(JsonNode value, String... words) {
    requireType(value, "string");
    if (!List.of(words).contains(value.stringValue())) {
      throw refused(
          "instance value (%s) not found in enum :(possible values: %s)"
              .formatted(value.stringValue(), quoted(List.of(words))));
    }
  }

  private static void count(JsonNode number) {
    requireType(number, "integer");
    if (number.bigIntegerValue().signum() < 1) {
      throw refused(
          "numeric instance is lower than the required minimum (minimum: 1, found: %s)"
              .formatted(number.bigIntegerValue()));
    }
    if (!number.canConvertToInt()) {
      throw PolicyTree.outOfRange();
    }
  }

  private static void requireType(JsonNode value, String type) {
    String found = value.isIntegralNumber() ? "integer" : nodeType(value);
    if (!found.equals(type)) {
      throw refused(
          "instance type (%s) does not match any allowed primitive type (allowed: [\"%s\"])"
              .formatted(found, type));
    }
  }

  private static String nodeType(JsonNode value) {
    return value.getNodeType().name().toLowerCase(Locale.ROOT);
  }

  private static String quoted(Collection<String> words) {
    Stream<String> each = words.stream().map(word -> '"' + word + '"');
    return each.collect(Collectors.joining(",", "[", "]"));
  }

  private static LifecyclePolicyInvalid refused(String detail) {
    return new LifecyclePolicyInvalid(detail);
  }
}
