package dev.berth.iam.policy.condition;

import dev.berth.iam.policy.match.ArnTemplate;
import dev.berth.iam.policy.match.ArnText;
import dev.berth.iam.policy.match.ConditionValues;
import dev.berth.iam.policy.match.Template;
import java.util.List;

/** ARNs, part by part; {@code ArnEquals} takes wildcards as {@code ArnLike} does. */
record ArnTest(List<ArnTemplate> wanted) implements ValueTest {

  static List<ArnTemplate> read(List<String> values, Template.Variables variables) {
    return values.stream().map(value -> new ArnTemplate(value, variables)).toList();
  }

  @Override
  public boolean isSatisfied(String value, ConditionValues context) {
    ArnText arn = new ArnText(value);
    for (ArnTemplate template : wanted) {
      if (template.matches(arn, context)) {
        return true;
      }
    }
    return false;
  }
}
