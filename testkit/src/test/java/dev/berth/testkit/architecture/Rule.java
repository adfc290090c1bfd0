package dev.berth.testkit.architecture;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/**
 * One sentence about the code that holds for every class.
 *
 * @param counterexample source files that break the rule: a rule that cannot fail is worth nothing
 */
record Rule(String sentence, Sources sources, ArchRule rule, List<String> counterexample) {
  Rule(String sentence, Sources sources, ArchRule rule, String... counterexample) {
    this(sentence, sources, rule, List.of(counterexample));
  }

  @Override
  public String toString() {
    return sentence;
  }
}
