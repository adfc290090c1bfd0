package dev.berth.iam.policy.match;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A text of a policy in which variables may stand: {@code ${key}}, {@code ${key, 'default'}}, and
 * {@code ${*}}, {@code ${?}}, {@code ${$}} for the characters themselves (IAM dossier 4.5). A
 * variable stands for the text that it finds; wildcards in that text are not honoured.
 */
public final class Template {

  /** What {@code *} and {@code ?} outside of variables mean. */
  public enum Stars {
    WILD,
    LITERAL
  }

  /** Whether {@code ${…}} is a variable: in version 2012-10-17 alone. */
  public enum Variables {
    RESOLVED,
    LITERAL
  }

  sealed interface Part {
    /** With wildcards coded as {@link Glob} has them. */
    record Text(String coded) implements Part {}

    record Variable(ContextKey key, Optional<String> fallback) implements Part {}
  }

  private final List<Part> parts;
  private final Optional<String> constantText;
  private final Optional<Glob> constant;

  private Template(List<Part> parts) {
    this.parts = parts;
    this.constantText =
        parts.stream().allMatch(Part.Text.class::isInstance)
            ? Optional.of(joined(parts))
            : Optional.empty();
    this.constant = constantText.map(Glob::coded);
  }

  /** Reads a text of a policy. Braces that do not form a variable are text. */
  public static Template of(String text, Stars stars, Variables variables) {
    return new Template(
        variables == Variables.RESOLVED
            ? new TemplateReader(text, stars).parts()
            : List.of(new Part.Text(stars == Stars.WILD ? Glob.wildcards(text) : text)));
  }

  /** A text whose wildcards are coded as {@link Glob} has them. */
  static Template coded(String coded) {
    return new Template(List.of(new Part.Text(coded)));
  }

  /** The keys that its variables name. */
  public Set<ContextKey> keys() {
    return parts.stream()
        .filter(Part.Variable.class::isInstance)
        .map(part -> ((Part.Variable) part).key())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The pattern for one request; empty when a variable has neither value nor default. */
  public Optional<Glob> glob(ConditionValues values) {
    return constant.isPresent() ? constant : resolved(values).map(Glob::coded);
  }

  /** The text for one request; empty when a variable has neither value nor default. */
  public Optional<String> text(ConditionValues values) {
    return constantText.isPresent() ? constantText : resolved(values);
  }

  private Optional<String> resolved(ConditionValues values) {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      switch (part) {
        case Part.Text(String coded) -> text.append(coded);
        case Part.Variable variable -> {
          Optional<String> value = value(variable, values);
          if (value.isEmpty()) {
            return Optional.empty();
          }
          text.append(value.get());
        }
      }
    }
    return Optional.of(text.toString());
  }

  private static Optional<String> value(Part.Variable variable, ConditionValues values) {
    Optional<ContextValue> found = values.find(variable.key());
    if (found.isEmpty()) {
      return variable.fallback();
    }
    ContextValue value = found.get();
    if (value.multivalued() || Glob.holdsCode(value.values().getFirst())) {
      return Optional.empty();
    }
    return Optional.of(value.values().getFirst());
  }

  private static String joined(List<Part> parts) {
    return parts.stream().map(part -> ((Part.Text) part).coded()).collect(Collectors.joining());
  }
}
