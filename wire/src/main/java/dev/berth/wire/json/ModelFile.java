package dev.berth.wire.json;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The reader of a model file. Shapes of these models never contain themselves, so each is built
 * from those it names.
 */
final class ModelFile {
  private final JsonNode root;
  private final Map<String, Integer> most;
  private final Map<String, Shape> built = new HashMap<>();

  /**
   * @param most of a shape, by its name, in the place of what the file says
   */
  ModelFile(JsonNode root, Map<String, Integer> most) {
    this.root = root;
    this.most = most;
  }

  ServiceModel read() {
    JsonNode service = root.required("service");
    Map<String, OperationModel> operations = new LinkedHashMap<>();
    for (var entry : root.required("operations").properties()) {
      operations.put(entry.getKey(), operation(entry.getKey(), entry.getValue()));
    }
    Map<String, Set<String>> errors = new LinkedHashMap<>();
    for (var entry : root.required("errors").properties()) {
      Set<String> members =
          new LinkedHashSet<>(entry.getValue().required("members").propertyNames());
      members.remove("message");
      errors.put(entry.getKey(), Collections.unmodifiableSet(members));
    }
    return new ServiceModel(
        text(service, "signingName"), text(service, "targetPrefix"), operations, errors);
  }

  private OperationModel operation(String name, JsonNode operation) {
    List<String> errors =
        operation.required("errors").valueStream().map(JsonNode::stringValue).toList();
    return new OperationModel(
        name,
        structure(operation.required("input")),
        structure(operation.required("output")),
        Set.copyOf(errors));
  }

  private Shape.Structure structure(JsonNode members) {
    Map<String, Shape.Member> found = new LinkedHashMap<>();
    for (var entry : members.properties()) {
      JsonNode member = entry.getValue();
      found.put(
          entry.getKey(),
          new Shape.Member(
              shape(text(member, "shape")), member.path("required").booleanValue(false)));
    }
    return new Shape.Structure(Collections.unmodifiableMap(found));
  }

  private Shape shape(String name) {
    Shape known = built.get(name);
    if (known != null) {
      return known;
    }
    Shape shape = build(limited(name, root.required("shapes").required(name)));
    built.put(name, shape);
    return shape;
  }

  private JsonNode limited(String name, JsonNode shape) {
    Integer limit = most.get(name);
    return limit == null ? shape : ((ObjectNode) shape.deepCopy()).put("max", limit);
  }

  private Shape build(JsonNode shape) {
    String type = text(shape, "type");
    return switch (type) {
      case "string" -> new Shape.Text(bounds(shape), pattern(shape), allowed(shape));
      case "integer" -> new Shape.WholeNumber(bounds(shape, Integer.MIN_VALUE, Integer.MAX_VALUE));
      case "long" -> new Shape.WholeNumber(bounds(shape));
      case "double" -> new Shape.Fraction();
      case "boolean" -> new Shape.Flag();
      case "timestamp" -> new Shape.Timestamp();
      case "blob" -> new Shape.Bytes(bounds(shape));
      case "list" -> new Shape.ListOf(shape(text(shape, "of")), bounds(shape));
      case "map" -> new Shape.MapOf(shape(text(shape, "key")), shape(text(shape, "value")));
      case "structure" -> structure(shape.required("members"));
      default ->
          throw new IllegalArgumentException("the model has a shape of the unknown type " + type);
    };
  }

  private static Shape.Bounds bounds(JsonNode shape) {
    return bounds(shape, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  private static Shape.Bounds bounds(JsonNode shape, long least, long most) {
    return new Shape.Bounds(shape.path("min").longValue(least), shape.path("max").longValue(most));
  }

  private static Optional<Pattern> pattern(JsonNode shape) {
    return shape.path("pattern").stringValueOpt().map(Pattern::compile);
  }

  private static List<String> allowed(JsonNode shape) {
    return shape.path("enum").valueStream().map(JsonNode::stringValue).toList();
  }

  private static String text(JsonNode node, String member) {
    return node.required(member).stringValue();
  }
}
