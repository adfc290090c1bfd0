package dev.berth.registry.lifecycle.policy;

import java.util.Comparator;
import java.util.List;

/**
 * A lifecycle policy that was found valid (ECR dossier 12.2).
 *
 * @param text compact JSON, its rules by priority and its members in ECR's order (LC-21)
 * @param rules by priority; 1 to {@link #MOST_RULES}
 */
public record LifecyclePolicy(String text, List<Rule> rules) {
  /** The most rules of a policy; ECR's quota, which nobody can raise. */
  public static final int MOST_RULES = 50;

  public LifecyclePolicy {
    rules = List.copyOf(rules);
  }

  /**
   * Reads a text.
   *
   * @throws dev.berth.registry.refusal.LifecyclePolicyInvalid when it is no policy, with the first
   *     rule of the grammar that it breaks
   */
  public static LifecyclePolicy parse(String text) {
    PolicyTree tree = PolicyTree.read(text);
    PolicySchema.check(tree.root());
    List<Rule> rules = tree.rules().stream().map(RuleReader::read).toList();
    RuleChecks.check(rules);
    return new LifecyclePolicy(
        tree.compact(), rules.stream().sorted(Comparator.comparingInt(Rule::priority)).toList());
  }
}
