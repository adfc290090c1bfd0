package dev.berth.iam.policy.condition;

import dev.berth.iam.policy.match.ConditionValues;
import dev.berth.iam.policy.match.Glob;
import dev.berth.iam.policy.match.Template;
import java.util.List;
import java.util.Optional;

/** Texts: equal, equal but for case, or alike. */
sealed interface TextTest extends ValueTest {

  static TextTest of(Comparison comparison, List<Template> values) {
    return switch (comparison) {
      case STRING_LIKE, STRING_NOT_LIKE -> new Like(values);
      case STRING_EQUALS_IGNORE_CASE, STRING_NOT_EQUALS_IGNORE_CASE -> new IgnoringCase(values);
      default -> new Equal(values);
    };
  }

  /** The same text. */
  record Equal(List<Template> values) implements TextTest {
    @Override
    public boolean isSatisfied(String value, ConditionValues context) {
      for (Template template : values) {
        Optional<String> wanted = template.text(context);
        if (wanted.isPresent() && wanted.get().equals(value)) {
          return true;
        }
      }
      return false;
    }
  }

  /** The same text, or one that differs in case. */
  record IgnoringCase(List<Template> values) implements TextTest {
    @Override
    public boolean isSatisfied(String value, ConditionValues context) {
      for (Template template : values) {
        Optional<String> wanted = template.text(context);
        if (wanted.isPresent() && wanted.get().equalsIgnoreCase(value)) {
          return true;
        }
      }
      return false;
    }
  }

  /** A text that a pattern matches. */
  record Like(List<Template> values) implements TextTest {
    @Override
    public boolean isSatisfied(String value, ConditionValues context) {
      for (Template template : values) {
        Optional<Glob> wanted = template.glob(context);
        if (wanted.isPresent() && wanted.get().matches(value)) {
          return true;
        }
      }
      return false;
    }
  }
}
