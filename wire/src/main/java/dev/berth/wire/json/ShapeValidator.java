package dev.berth.wire.json;

import dev.berth.wire.aws.Unacceptable.Unreadable;
import dev.berth.wire.aws.Unacceptable.Violation;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.POJONode;

/**
 * Holds a request against the input shape of its operation, before anything is authorized or looked
 * up (ECR dossier 1.3, CHECKLIST PR-08, PR-16). Members that the model does not know are ignored,
 * as AWS does; {@code null} is the same as absent. Lengths are checked before patterns.
 */
public final class ShapeValidator {
  /** Spelled with a capital in every answer of the real service that was seen. */
  private static final Map<String, String> SPELLING =
      Map.of(
          "imageManifest", "ImageManifest",
          "lifecyclePolicyText", "LifecyclePolicyText",
          "policyText", "PolicyText");

  private final OperationModel operation;

  public ShapeValidator(OperationModel operation) {
    this.operation = operation;
  }

  /**
   * Checks a request.
   *
   * @throws Unreadable when a value has another JSON type than its shape
   * @throws Violation when it breaks a constraint; the first one found, in the model's order
   */
  public void validate(JsonNode request) {
    structure(operation.input(), request, "");
  }

  private void structure(Shape.Structure structure, JsonNode node, String path) {
    if (!node.isObject()) {
      throw unreadable(path, "an object", node);
    }
    structure
        .members()
        .forEach(
            (name, member) -> {
              String at = path.isEmpty() ? SPELLING.getOrDefault(name, name) : path + "." + name;
              JsonNode value = node.path(name);
              if (!value.isMissingNode() && !value.isNull()) {
                check(member.shape(), value, at);
              } else if (member.required()) {
                throw violation(at, "Member must not be null");
              }
            });
  }

  private void check(Shape shape, JsonNode node, String path) {
    switch (shape) {
      case Shape.Text text -> text(text, node, path);
      case Shape.WholeNumber(var bounds) -> wholeNumber(bounds, node, path);
      case Shape.Bytes(var bounds) -> bytes(bounds, node, path);
      case Shape.ListOf list -> list(list, node, path);
      case Shape.MapOf map -> map(map, node, path);
      case Shape.Structure structure -> structure(structure, node, path);
      case Shape.Flag _ -> expect(node.isBoolean(), path, "true or false", node);
      case Shape.Fraction _, Shape.Timestamp _ ->
          expect(node.isNumber() && Double.isFinite(node.doubleValue()), path, "a number", node);
    }
  }

  private void text(Shape.Text shape, JsonNode node, String path) {
    expect(node.isString(), path, "a string", node);
    String text = node.stringValue();
    length(shape.length(), text.length(), path);
    if (!shape.allowed().isEmpty() && !shape.allowed().contains(text)) {
      throw violation(path, "Member must satisfy enum value set: " + shape.allowed());
    }
    if (shape.pattern().isPresent() && !PatternCheck.matches(shape.pattern().get(), text)) {
      throw violation(
          path, "must satisfy regular expression '%s'".formatted(shape.pattern().get().pattern()));
    }
  }

  private void wholeNumber(Shape.Bounds bounds, JsonNode node, String path) {
    expect(node.isIntegralNumber() && node.canConvertToLong(), path, "a whole number", node);
    long value = node.longValue();
    if (value > bounds.most()) {
      throw violation(path, "Member must have value less than or equal to " + bounds.most());
    }
    if (value < bounds.least()) {
      throw violation(path, "Member must have value greater than or equal to " + bounds.least());
    }
  }

  private void bytes(Shape.Bounds bounds, JsonNode node, String path) {
    if (node instanceof POJONode pojo && pojo.getPojo() instanceof SpooledBytes bytes) {
      length(bounds, bytes.length(), path);
    } else {
      throw unreadable(path, "base64 text", node);
    }
  }

  private void list(Shape.ListOf shape, JsonNode node, String path) {
    expect(node.isArray(), path, "a list", node);
    length(shape.length(), node.size(), path);
    for (int i = 0; i < node.size(); i++) {
      check(shape.item(), node.get(i), "%s.%d.member".formatted(path, i + 1));
    }
  }

  private void map(Shape.MapOf shape, JsonNode node, String path) {
    expect(node.isObject(), path, "an object", node);
    node.properties()
        .forEach(entry -> check(shape.value(), entry.getValue(), path + "." + entry.getKey()));
  }

  private void length(Shape.Bounds bounds, long length, String path) {
    if (length > bounds.most()) {
      throw violation(path, "Member must have length less than or equal to " + bounds.most());
    }
    if (length < bounds.least()) {
      throw violation(path, "Member must have length greater than or equal to " + bounds.least());
    }
  }

  private static void expect(boolean holds, String path, String wanted, JsonNode found) {
    if (!holds) {
      throw unreadable(path, wanted, found);
    }
  }

  private static Unreadable unreadable(String path, String wanted, JsonNode found) {
    String where = path.isEmpty() ? "The request" : "'" + path + "'";
    return new Unreadable("%s has to be %s, not %s.".formatted(where, wanted, kind(found)));
  }

  private static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case ARRAY -> "a list";
      case BOOLEAN -> "a boolean";
      case NULL -> "null";
      case NUMBER -> "this number";
      case OBJECT, POJO -> "an object";
      case STRING, BINARY -> "a string";
      case MISSING -> "nothing";
    };
  }

  private Violation violation(String path, String constraint) {
    return Violation.of(operation.violationCode(), path, constraint);
  }
}
