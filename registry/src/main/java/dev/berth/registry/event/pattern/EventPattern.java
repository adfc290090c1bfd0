package dev.berth.registry.event.pattern;

import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Which events fit (Amazon EventBridge user guide, "Event patterns"): every field that is named has
 * to fit, by any of its values; {@code $or} fits by any of its alternatives. A field of an event
 * that is an array fits by any of its elements.
 *
 * @param fields what is asked of the fields of this name
 * @param alternatives of {@code $or}; none when it is not there
 */
public record EventPattern(SequencedMap<String, Wanted> fields, List<EventPattern> alternatives) {
  /** The longest pattern in characters. */
  public static final int LONGEST = 4096;

  public EventPattern {
    alternatives = List.copyOf(alternatives);
  }

  /** What is asked of a field. */
  sealed interface Wanted {
    /** It is an object, or an array of some, whose own fields fit. */
    record Inside(EventPattern pattern) implements Wanted {}

    /** It has one of these values. */
    record OneOf(List<Match> matches) implements Wanted {
      public OneOf {
        matches = List.copyOf(matches);
      }
    }
  }

  /**
   * Reads a pattern.
   *
   * @throws dev.berth.model.Malformed with the reason for anything that is not one; nothing is
   *     ignored
   */
  public static EventPattern parse(String text) {
    return new PatternReader(text).read();
  }

  /** Whether an event fits. */
  public boolean fits(JsonNode event) {
    for (Map.Entry<String, Wanted> field : fields.entrySet()) {
      if (!fits(field.getValue(), event.path(field.getKey()))) {
        return false;
      }
    }
    return alternatives.isEmpty() || alternatives.stream().anyMatch(each -> each.fits(event));
  }

  private static boolean fits(Wanted wanted, JsonNode value) {
    return switch (wanted) {
      case Wanted.Inside(EventPattern pattern) -> objects(value).anyMatch(pattern::fits);
      case Wanted.OneOf(List<Match> matches) -> {
        List<JsonNode> leaves = leaves(value).toList();
        yield matches.stream().anyMatch(match -> match.fits(leaves));
      }
    };
  }

  /** The objects that a field stands for; one without any members when it is none. */
  private static Stream<JsonNode> objects(JsonNode value) {
    if (value.isArray() && !value.isEmpty()) {
      return value.valueStream();
    }
    return Stream.of(value.isObject() ? value : MissingNode.getInstance());
  }

  private static Stream<JsonNode> leaves(JsonNode value) {
    if (value.isArray()) {
      return value.valueStream().flatMap(EventPattern::leaves);
    }
    return value.isObject() || value.isMissingNode() ? Stream.empty() : Stream.of(value);
  }
}
