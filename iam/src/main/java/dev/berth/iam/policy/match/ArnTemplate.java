package dev.berth.iam.policy.match;

import java.util.Optional;

/** A pattern of ARNs in a condition, where variables may stand anywhere in the text. */
public final class ArnTemplate {
  private final Template template;
  private final Optional<ArnPattern> constant;

  /** Reads a pattern; any text is taken. */
  public ArnTemplate(String text, Template.Variables variables) {
    template = Template.of(text, Template.Stars.WILD, variables);
    constant =
        template.keys().isEmpty()
            ? template.text(ConditionValues.NONE).map(ArnPattern::coded)
            : Optional.empty();
  }

  /** Whether the text is an ARN that it matches; not when a variable of it finds nothing. */
  public boolean matches(ArnText arn, ConditionValues values) {
    Optional<ArnPattern> pattern =
        constant.isPresent() ? constant : template.text(values).map(ArnPattern::coded);
    return arn.isArn() && pattern.isPresent() && pattern.get().matches(arn, values);
  }
}
