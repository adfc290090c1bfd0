package dev.berth.registry.event.pattern;

import dev.berth.model.Malformed;
import dev.berth.registry.event.pattern.EventPattern.Wanted;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads event patterns; what is not in the syntax is refused and named. */
final class PatternReader {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private static final String OR = "$or";
  private static final String IGNORING_CASE = "equals-ignore-case";
  private static final int DEEPEST = 20;
  private static final BigDecimal LARGEST = new BigDecimal("5e9");
  private static final Set<String> OPERATORS = Set.of("=", "<", "<=", ">", ">=");

  private final String text;

  PatternReader(String text) {
    this.text = text;
  }

  EventPattern read() {
    if (text.length() > EventPattern.LONGEST) {
      throw refused("it has more than %d characters".formatted(EventPattern.LONGEST));
    }
    try {
      return pattern(JSON.readTree(text), 0);
    } catch (JacksonException e) {
      throw refused("it is not JSON: " + e.getOriginalMessage());
    }
  }

  private EventPattern pattern(JsonNode node, int depth) {
    if (!node.isObject() || node.isEmpty()) {
      throw refused("a pattern is an object with at least one field");
    }
    if (depth > DEEPEST) {
      throw refused("it is nested deeper than %d".formatted(DEEPEST));
    }
    SequencedMap<String, Wanted> fields = new LinkedHashMap<>();
    List<EventPattern> alternatives = List.of();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (field.getKey().equals(OR)) {
        alternatives = alternatives(field.getValue(), depth);
      } else {
        fields.put(field.getKey(), wanted(field.getKey(), field.getValue(), depth));
      }
    }
    return new EventPattern(fields, alternatives);
  }

  private List<EventPattern> alternatives(JsonNode node, int depth) {
    if (!node.isArray() || node.size() < 2) {
      throw refused("$or is an array of two patterns or more");
    }
    return node.valueStream().map(each -> pattern(each, depth + 1)).toList();
  }

  private Wanted wanted(String name, JsonNode node, int depth) {
    if (node.isObject()) {
      return new Wanted.Inside(pattern(node, depth + 1));
    }
    if (!node.isArray() || node.isEmpty()) {
      throw refused(
          "'%s' is neither an object nor an array with at least one value".formatted(name));
    }
    return new Wanted.OneOf(node.valueStream().map(this::match).toList());
  }

  private Match match(JsonNode node) {
    if (node.isArray()) {
      throw refused("an array of values has no array in it");
    }
    if (!node.isObject()) {
      return new Match.Exactly(scalar(node));
    }
    Map.Entry<String, JsonNode> filter = only(node);
    JsonNode value = filter.getValue();
    return switch (filter.getKey()) {
      case "prefix" -> prefix(value);
      case "suffix" -> suffix(value);
      case IGNORING_CASE -> new Match.EqualsIgnoreCase(string(IGNORING_CASE, value));
      case "wildcard" -> wildcard(string("wildcard", value));
      case "numeric" -> numeric(value);
      case "exists" -> exists(value);
      case "anything-but" -> new Match.AnythingBut(unwanted(value));
      default ->
          throw refused(
              "there is no filter '%s': prefix, suffix, equals-ignore-case, wildcard, numeric, exists and anything-but are known"
                  .formatted(filter.getKey()));
    };
  }

  private Match prefix(JsonNode value) {
    return value.isObject()
        ? new Match.Prefix(ignoringCase(value), true)
        : new Match.Prefix(string("prefix", value), false);
  }

  private Match suffix(JsonNode value) {
    return value.isObject()
        ? new Match.Suffix(ignoringCase(value), true)
        : new Match.Suffix(string("suffix", value), false);
  }

  private String ignoringCase(JsonNode value) {
    Map.Entry<String, JsonNode> member = only(value);
    if (!member.getKey().equals(IGNORING_CASE)) {
      throw refused("a prefix or suffix is a text, or an object with equals-ignore-case");
    }
    return string(IGNORING_CASE, member.getValue());
  }

  private Match.Wildcard wildcard(String wildcard) {
    List<String> pieces = new ArrayList<>();
    StringBuilder piece = new StringBuilder();
    for (int at = 0; at < wildcard.length(); at++) {
      char c = wildcard.charAt(at);
      if (c == '\\') {
        at++;
        if (at == wildcard.length() || "*\\".indexOf(wildcard.charAt(at)) < 0) {
          throw refused("in a wildcard, a backslash stands before * or another backslash");
        }
        piece.append(wildcard.charAt(at));
      } else if (c == '*') {
        if (at > 0 && wildcard.charAt(at - 1) == '*' && piece.isEmpty() && !pieces.isEmpty()) {
          throw refused("in a wildcard, no * follows another");
        }
        pieces.add(piece.toString());
        piece.setLength(0);
      } else {
        piece.append(c);
      }
    }
    pieces.add(piece.toString());
    return new Match.Wildcard(pieces);
  }

  private Match numeric(JsonNode value) {
    if (!value.isArray() || value.isEmpty() || value.size() % 2 != 0 || value.size() > 4) {
      throw refused("numeric is an array of one or two comparisons, such as [\">\", 0, \"<=\", 5]");
    }
    List<Match.Comparison> comparisons = new ArrayList<>();
    for (int at = 0; at < value.size(); at += 2) {
      String operator = value.get(at).asString("");
      if (!OPERATORS.contains(operator) || !value.get(at + 1).isNumber()) {
        throw refused("numeric compares by =, <, <=, > or >= with a number");
      }
      comparisons.add(new Match.Comparison(operator, scalar(value.get(at + 1)).decimalValue()));
    }
    return new Match.Numeric(comparisons);
  }

  private Match exists(JsonNode value) {
    if (!value.isBoolean()) {
      throw refused("exists is true or false");
    }
    return new Match.Exists(value.booleanValue());
  }

  private List<Match> unwanted(JsonNode value) {
    if (value.isArray()) {
      if (value.isEmpty() || value.valueStream().anyMatch(JsonNode::isContainer)) {
        throw refused("anything-but has at least one value, and texts and numbers only");
      }
      return value.valueStream().map(this::match).toList();
    }
    if (!value.isObject()) {
      return List.of(match(value));
    }
    Map.Entry<String, JsonNode> filter = only(value);
    if (!Set.of("prefix", "suffix", IGNORING_CASE, "wildcard").contains(filter.getKey())) {
      throw refused("anything-but takes prefix, suffix, equals-ignore-case and wildcard");
    }
    JsonNode texts = filter.getValue();
    if (!texts.isArray()) {
      return List.of(match(value));
    }
    if (texts.isEmpty()) {
      throw refused("anything-but has at least one value");
    }
    return texts
        .valueStream()
        .map(text -> match(JSON.createObjectNode().set(filter.getKey(), text)))
        .toList();
  }

  private JsonNode scalar(JsonNode node) {
    if (node.isNumber() && node.decimalValue().abs().compareTo(LARGEST) > 0) {
      throw refused("a number is between -5.0e9 and 5.0e9");
    }
    return node;
  }

  private String string(String filter, JsonNode value) {
    if (!value.isString() || value.stringValue().isEmpty()) {
      throw refused("%s takes a text that is not empty".formatted(filter));
    }
    return value.stringValue();
  }

  private Map.Entry<String, JsonNode> only(JsonNode object) {
    if (!object.isObject() || object.size() != 1) {
      throw refused("a filter is an object with one member");
    }
    return object.properties().iterator().next();
  }

  private Malformed refused(String rule) {
    return new Malformed("event pattern", text, rule);
  }
}
