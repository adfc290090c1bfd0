package dev.berth.registry.lifecycle.policy;

import java.util.Comparator;
import java.util.List;

/**
 * A lifecycle policy that was found valid (ECR dossier 12.2).
 *
 * @param text compact JSON, its rules by priority and its members in ECR's order (LC-21)
 * @param rules by priority; at least 1
 */
public record LifecyclePolicy(String text, List<Rule> rules) {
  public LifecyclePolicy {
    rules = List.copyOf(rules);
  }

  /** Reads a text that was a policy when it was stored, whatever the quota was then. */
  public static LifecyclePolicy stored(String text) {
    return parse(text, Integer.MAX_VALUE);
  }

  /**
   * Reads a text.
   *
   * @param mostRules the quota of rules, see {@link dev.berth.registry.SettingLimits}
   * @throws dev.berth.registry.refusal.LifecyclePolicyInvalid when it is no policy, with the first
   *     rule of the grammar that it breaks
   */
  public static LifecyclePolicy parse(String text, int mostRules) {
    PolicyTree tree = PolicyTree.read(text);
    PolicySchema.check(tree.root(), mostRules);
    List<Rule> rules = tree.rules().stream().map(RuleReader::read).toList();
    RuleChecks.check(rules);
    return new LifecyclePolicy(
        tree.compact(), rules.stream().sorted(Comparator.comparingInt(Rule::priority)).toList());
  }
}
