package dev.berth.wire.query;

import dev.berth.wire.aws.Unacceptable.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The parameters of a request, or of a structure in it: lists are {@code Name.member.N}, structures
 * are dotted (IAM dossier 1). An empty list is written {@code Name=}.
 */
public final class QueryInput {
  private static final int MOST_MEMBERS = 1000;

  private final Form form;
  private final String prefix;

  QueryInput(Form form, String prefix) {
    this.form = form;
    this.prefix = prefix;
  }

  /** A text that the operation requires. */
  public String text(String name) {
    return textIfAny(name).orElseThrow(() -> violated("null", name, "Member must not be null"));
  }

  /** A text that may be left out. */
  public Optional<String> textIfAny(String name) {
    return form.first(prefix + name);
  }

  /**
   * A text that the operation requires, of a length and form.
   *
   * @param form the model's pattern, matched as a whole
   */
  public String text(String name, int least, int most, Pattern form) {
    return checked(name, text(name), least, most, form);
  }

  /** A text that may be left out, of a length and form. */
  public Optional<String> textIfAny(String name, int least, int most, Pattern form) {
    return textIfAny(name).map(value -> checked(name, value, least, most, form));
  }

  /** A whole number that may be left out, from {@code least} to {@code most}. */
  public OptionalInt numberIfAny(String name, int least, int most) {
    Optional<String> text = textIfAny(name);
    if (text.isEmpty()) {
      return OptionalInt.empty();
    }
    int number;
    try {
      number = Integer.parseInt(text.get());
    } catch (NumberFormatException _) {
      throw violated(quoted(text.get()), name, "Member must be an integer");
    }
    if (number < least) {
      throw violated(
          quoted(text.get()), name, "Member must have value greater than or equal to " + least);
    }
    if (number > most) {
      throw violated(
          quoted(text.get()), name, "Member must have value less than or equal to " + most);
    }
    return OptionalInt.of(number);
  }

  /** A flag that may be left out: {@code true} or {@code false}. */
  public Optional<Boolean> flagIfAny(String name) {
    return textIfAny(name)
        .map(
            text ->
                switch (text.toLowerCase(Locale.ROOT)) {
                  case "true" -> true;
                  case "false" -> false;
                  default ->
                      throw violated(
                          quoted(text), name, "Member must satisfy enum value set: [true, false]");
                });
  }

  /** The texts of a list; none when it is left out or empty. */
  public List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    Optional<String> next = member(name, 1);
    while (next.isPresent()) {
      texts.add(next.get());
      next = member(name, texts.size() + 1);
      requireFew(name, texts.size());
    }
    return List.copyOf(texts);
  }

  /** The structures of a list; none when it is left out or empty. */
  public List<QueryInput> structures(String name) {
    List<QueryInput> structures = new ArrayList<>();
    String start = prefix + name + ".member.";
    while (form.hasUnder(start + (structures.size() + 1) + ".")) {
      structures.add(new QueryInput(form, start + (structures.size() + 1) + "."));
      requireFew(name, structures.size());
    }
    return List.copyOf(structures);
  }

  /**
   * Parses a text into a type that refuses what it cannot be.
   *
   * @throws Violation with the rule of the type
   */
  public <T> T parse(String name, String text, Function<String, T> type) {
    try {
      return type.apply(text);
    } catch (IllegalArgumentException e) {
      throw violated(quoted(text), name, String.valueOf(e.getMessage()));
    }
  }

  /** A rule of the model that a value breaks, in the words of the Query services. */
  public Violation violation(String name, String value, String constraint) {
    return violated(quoted(value), name, constraint);
  }

  private String checked(String name, String value, int least, int most, Pattern form) {
    if (value.length() < least) {
      throw violated(
          quoted(value), name, "Member must have length greater than or equal to " + least);
    }
    if (value.length() > most) {
      throw violated(
          quoted(value.substring(0, Math.min(most, 200))),
          name,
          "Member must have length less than or equal to " + most);
    }
    if (!form.matcher(value).matches()) {
      throw violated(
          quoted(value), name, "Member must satisfy regular expression pattern: " + form);
    }
    return value;
  }

  private Optional<String> member(String name, int number) {
    return form.first(prefix + name + ".member." + number);
  }

  private void requireFew(String name, int size) {
    if (size > MOST_MEMBERS) {
      throw violated(
          quoted(size + " members"),
          name,
          "Member must have length less than or equal to " + MOST_MEMBERS);
    }
  }

  private static String quoted(String value) {
    return "'" + value + "'";
  }

  // IAM dossier 3.4: the path starts in lower case, also where the parameter does not.
  private Violation violated(String shown, String name, String constraint) {
    String path = prefix + name;
    return new Violation(
        "ValidationError",
        "1 validation error detected: Value %s at '%s' failed to satisfy constraint: %s"
            .formatted(
                shown,
                path.substring(0, 1).toLowerCase(Locale.ROOT) + path.substring(1),
                constraint));
  }
}
