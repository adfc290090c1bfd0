package dev.berth.registry.lifecycle.policy;

import dev.berth.registry.lifecycle.policy.Criterion.Clock;
import dev.berth.registry.lifecycle.policy.TagSelection.Form;
import dev.berth.registry.refusal.LifecyclePolicyInvalid;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Makes a rule of a tree whose form is right; what its tag lists break is told (V11 to V13). */
final class RuleReader {
  private static final int MOST_WILDCARDS = 4;

  private RuleReader() {}

  static Rule read(JsonNode rule) {
    JsonNode selection = rule.path("selection");
    return new Rule(
        rule.path("rulePriority").intValue(),
        Optional.of(rule.path("description")).filter(JsonNode::isString).map(JsonNode::stringValue),
        tags(selection),
        selection.path("storageClass").asString("standard").equals("archive")
            ? StorageClass.ARCHIVE
            : StorageClass.STANDARD,
        criterion(selection),
        rule.path("action").path("type").stringValue().equals("expire")
            ? Action.EXPIRE
            : Action.TRANSITION);
  }

  private static TagSelection tags(JsonNode selection) {
    List<String> patterns = texts(selection.path(Form.PATTERNS.member()));
    List<String> prefixes = texts(selection.path(Form.PREFIXES.member()));
    boolean listed = selection.has(Form.PATTERNS.member()) || selection.has(Form.PREFIXES.member());
    String status = selection.path("tagStatus").stringValue();
    if (status.equals("tagged")) {
      return tagged(patterns, prefixes);
    }
    if (listed) {
      throw new LifecyclePolicyInvalid(
          "tagPrefixList and tagPatternList are only allowed when tagStatus=TAGGED.");
    }
    return status.equals("any") ? new TagSelection.Any() : new TagSelection.Untagged();
  }

  private static TagSelection tagged(List<String> patterns, List<String> prefixes) {
    if (patterns.isEmpty() && prefixes.isEmpty()) {
      throw new LifecyclePolicyInvalid(
          "Must specify tagPrefixList or tagPatternList when tagStatus=TAGGED.");
    }
    if (!patterns.isEmpty() && !prefixes.isEmpty()) {
      throw new LifecyclePolicyInvalid(
          "Must not specify both tagPrefixList and tagPatternList in one rule.");
    }
    for (String pattern : patterns) {
      if (pattern.chars().filter(c -> c == '*').count() > MOST_WILDCARDS) {
        throw new LifecyclePolicyInvalid(
            "A string in tagPatternList must have at most four wildcards (*): %s"
                .formatted(pattern));
      }
    }
    return patterns.isEmpty()
        ? tagged(Form.PREFIXES, prefixes, TagPattern::startingWith)
        : tagged(Form.PATTERNS, patterns, TagPattern::of);
  }

  private static TagSelection tagged(
      Form form, List<String> texts, Function<String, TagPattern> each) {
    return new TagSelection.Tagged(form, texts.stream().map(each).toList());
  }

  private static List<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::stringValue).toList();
  }

  private static Criterion criterion(JsonNode selection) {
    int number = selection.path("countNumber").intValue();
    return switch (selection.path("countType").stringValue()) {
      case "sinceImagePushed" -> new Criterion.Since(Clock.PUSHED, number);
      case "sinceImagePulled" -> new Criterion.Since(Clock.PULLED, number);
      case "sinceImageTransitioned" -> new Criterion.Since(Clock.TRANSITIONED, number);
      default -> new Criterion.CountMoreThan(number);
    };
  }
}
