package dev.berth.registry.lifecycle.policy;

import dev.berth.registry.lifecycle.policy.Criterion.Clock;
import dev.berth.registry.refusal.LifecyclePolicyInvalid;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What rules must be by themselves and beside each other (V10 and V14 to V19 of ECR dossier 12.2).
 * ECR's words where they are known, ours elsewhere.
 */
final class RuleChecks {
  private static final int SHORTEST_IN_ARCHIVE = 90;

  private RuleChecks() {}

  static void check(List<Rule> rules) {
    rules.forEach(RuleChecks::alone);
    Set<Integer> priorities = new HashSet<>();
    for (Rule rule : rules) {
      if (!priorities.add(rule.priority())) {
        throw new LifecyclePolicyInvalid(
            "rulePriority must be unique: more than one rule has " + rule.priority() + ".");
      }
    }
    for (StorageClass each : StorageClass.values()) {
      together(rules.stream().filter(rule -> rule.storageClass() == each).toList());
    }
  }

  private static void alone(Rule rule) {
    boolean archived = rule.storageClass() == StorageClass.ARCHIVE;
    boolean transitions = rule.action() == Action.TRANSITION;
    boolean sinceTransition = since(rule, Clock.TRANSITIONED);
    if (sinceTransition != archived) {
      throw new LifecyclePolicyInvalid(
          sinceTransition
              ? "countType=sinceImageTransitioned requires storageClass=archive."
              : "storageClass=archive requires countType=sinceImageTransitioned.");
    }
    if (since(rule, Clock.PULLED) && !transitions) {
      throw new LifecyclePolicyInvalid(
          "countType=sinceImagePulled is only allowed with the action transition.");
    }
    if (sinceTransition && transitions) {
      throw new LifecyclePolicyInvalid(
          "countType=sinceImageTransitioned is only allowed with the action expire.");
    }
    if (sinceTransition && rule.criterion().number() < SHORTEST_IN_ARCHIVE) {
      throw new LifecyclePolicyInvalid(
          "countNumber must be at least %d with countType=sinceImageTransitioned."
              .formatted(SHORTEST_IN_ARCHIVE));
    }
  }

  private static boolean since(Rule rule, Clock clock) {
    return rule.criterion() instanceof Criterion.Since(Clock its, int _) && its == clock;
  }

  private static void together(Collection<Rule> ofOneClass) {
    int last = ofOneClass.stream().mapToInt(Rule::priority).max().orElse(0);
    boolean untagged = false;
    Set<String> lists = new HashSet<>();
    for (Rule rule : ofOneClass) {
      switch (rule.tags()) {
        case TagSelection.Any _ -> {
          if (rule.priority() != last) {
            throw new LifecyclePolicyInvalid(
                "Rule for tagStatus=ANY must have the lowest priority per storage class");
          }
        }
        case TagSelection.Untagged _ -> {
          if (untagged) {
            throw new LifecyclePolicyInvalid(
                "Only one rule can select Untagged images per storage class.");
          }
          untagged = true;
        }
        case TagSelection.Tagged tagged -> {
          if (!lists.add(asSet(tagged))) {
            throw new LifecyclePolicyInvalid(
                "Rules of one storage class must have different lists of tags: "
                    + tagged.list()
                    + " is given more than once.");
          }
        }
      }
    }
  }

  // A list says the same in any order, and however often it says it.
  private static String asSet(TagSelection.Tagged tagged) {
    String[] texts = tagged.list().stream().map(TagPattern::text).distinct().toArray(String[]::new);
    Arrays.sort(texts);
    return tagged.form() + Arrays.stream(texts).collect(Collectors.joining("\0", "\0", ""));
  }
}
