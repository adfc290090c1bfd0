package dev.berth.testkit.constraint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * ECR's model as its file says it: a whole request for every operation, optional members included,
 * and every way to break one constraint of it.
 */
final class ModelText {
  private static final String FILE = "/dev/berth/wire/ecr/ecr-api.json";
  private static final long LONGEST = 65_536;

  /** Samples of shapes whose values the service knows, though the model does not tell them. */
  private static final Map<String, Object> KNOWN =
      Map.of(
          "AccountSettingName",
          "BLOB_MOUNTING",
          "AccountSettingValue",
          "ENABLED",
          "ImageDigest",
          "sha256:" + "a".repeat(64));

  /** Texts that patterns ask for; the first that fits a shape is its sample. */
  private static final List<String> TEXTS =
      List.of(
          "aaa",
          "123456789012",
          "us-east-1",
          "sha256:" + "0".repeat(64),
          "01234567-89ab-cdef-0123-456789abcdef",
          "arn:aws:iam::000000000000:user/sample",
          "arn:aws:signer:us-east-1:000000000000:/signing-profiles/sample",
          "arn:aws:kms:us-east-1:000000000000:key/01234567-89ab-cdef",
          "arn:aws:secretsmanager:us-east-1:000000000000:secret:ecr-pullthroughcache/sample");

  private final JsonNode model;

  ModelText() {
    try (InputStream file = ModelText.class.getResourceAsStream(FILE)) {
      model = new JsonMapper().readTree(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> operations() {
    return List.copyOf(model.get("operations").propertyNames());
  }

  /** The code of a broken constraint: the one of the two that the operation has (1.3). */
  String code(String operation) {
    List<String> errors =
        model
            .at("/operations/" + operation + "/errors")
            .valueStream()
            .map(JsonNode::stringValue)
            .toList();
    return errors.contains("InvalidParameterException")
        ? "InvalidParameterException"
        : "ValidationException";
  }

  /** A request with every member, each within its constraints. */
  Map<String, Object> request(String operation) {
    return structure(model.at("/operations/" + operation + "/input"));
  }

  /** Everything that can be wrong with one member of it. */
  List<Breakage> breakages(String operation) {
    List<Breakage> found = new ArrayList<>();
    breakMembers(model.at("/operations/" + operation + "/input"), List.of(), found);
    return found;
  }

  private Map<String, Object> structure(JsonNode members) {
    Map<String, Object> request = new LinkedHashMap<>();
    members.forEachEntry(
        (name, member) -> {
          Object known = KNOWN.get(member.get("shape").stringValue());
          request.put(name, known == null ? sample(shape(member.get("shape"))) : known);
        });
    return request;
  }

  private JsonNode shape(JsonNode name) {
    JsonNode shape = model.get("shapes").get(name.stringValue());
    return shape == null ? primitive(name.stringValue()) : shape;
  }

  private static JsonNode primitive(String name) {
    return new JsonMapper()
        .createObjectNode()
        .put("type", name.equals("Boolean") ? "boolean" : name.toLowerCase(Locale.ROOT));
  }

  private Object sample(JsonNode shape) {
    return switch (type(shape)) {
      case "string" -> text(shape);
      case "integer", "long" -> Math.max(1, shape.path("min").longValue(1));
      case "boolean" -> true;
      case "double", "float" -> 0.5;
      case "timestamp" -> 0;
      case "blob" -> "AQ==";
      case "list" -> List.of(sample(shape(shape.get("of"))));
      case "map" -> Map.of("a", "b");
      case "structure" -> structure(shape.get("members"));
      case String other -> throw new IllegalStateException("no sample for the type " + other);
    };
  }

  private static String text(JsonNode shape) {
    if (shape.has("enum")) {
      return shape.get("enum").get(0).stringValue();
    }
    long least = shape.path("min").longValue(1);
    List<String> candidates = new ArrayList<>(TEXTS);
    candidates.add("a".repeat((int) least));
    return candidates.stream()
        .filter(text -> text.length() >= least)
        .filter(text -> text.length() <= shape.path("max").longValue(LONGEST))
        .filter(text -> Pattern.matches(shape.path("pattern").stringValue(".*"), text))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no sample for " + shape));
  }

  private void breakMembers(JsonNode members, List<Object> above, List<Breakage> found) {
    members.forEachEntry(
        (name, member) -> {
          List<Object> path = and(above, name);
          if (member.path("required").booleanValue(false)) {
            found.add(Breakage.missing(path));
          }
          breakShape(shape(member.get("shape")), path, found);
        });
  }

  private void breakShape(JsonNode shape, List<Object> path, List<Breakage> found) {
    switch (type(shape)) {
      case "string" -> breakText(shape, path, found);
      case "integer", "long" -> breakNumber(shape, path, found);
      case "list" -> breakList(shape, path, found);
      case "structure" -> breakMembers(shape.get("members"), path, found);
      default -> {}
    }
  }

  private static void breakText(JsonNode shape, List<Object> path, List<Breakage> found) {
    long least = shape.path("min").longValue(0);
    if (least > 0) {
      found.add(Breakage.of(path, "a".repeat((int) least - 1), tooShort(least)));
    }
    if (shape.has("max") && shape.get("max").longValue() < LONGEST) {
      long most = shape.get("max").longValue();
      found.add(Breakage.of(path, "a".repeat((int) most + 1), tooLong(most)));
    }
    if (shape.has("enum")) {
      String values =
          shape
              .get("enum")
              .valueStream()
              .map(JsonNode::stringValue)
              .collect(Collectors.joining(", ", "[", "]"));
      found.add(
          Breakage.of(path, "NO_SUCH_VALUE", "Member must satisfy enum value set: " + values));
    }
    if (shape.has("pattern")) {
      String pattern = shape.get("pattern").stringValue();
      found.add(
          Breakage.of(
              path,
              " !".repeat((int) Math.max(1, least)),
              "must satisfy regular expression '%s'".formatted(pattern)));
    }
  }

  private static void breakNumber(JsonNode shape, List<Object> path, List<Breakage> found) {
    if (shape.has("min")) {
      long least = shape.get("min").longValue();
      found.add(
          Breakage.of(path, least - 1, "Member must have value greater than or equal to " + least));
    }
    if (shape.has("max")) {
      long most = shape.get("max").longValue();
      found.add(
          Breakage.of(path, most + 1, "Member must have value less than or equal to " + most));
    }
  }

  private void breakList(JsonNode shape, List<Object> path, List<Breakage> found) {
    JsonNode item = shape(shape.get("of"));
    if (shape.path("min").longValue(0) > 0) {
      found.add(Breakage.of(path, List.of(), tooShort(shape.get("min").longValue())));
    }
    if (shape.has("max")) {
      long most = shape.get("max").longValue();
      List<Object> items =
          IntStream.rangeClosed(0, (int) most).mapToObj(_ -> sample(item)).toList();
      found.add(Breakage.of(path, items, tooLong(most)));
    }
    breakShape(item, and(path, 0), found);
  }

  private static String tooShort(long least) {
    return "Member must have length greater than or equal to " + least;
  }

  private static String tooLong(long most) {
    return "Member must have length less than or equal to " + most;
  }

  private static String type(JsonNode shape) {
    return shape.get("type").stringValue();
  }

  private static List<Object> and(List<Object> path, Object step) {
    List<Object> longer = new ArrayList<>(path);
    longer.add(step);
    return List.copyOf(longer);
  }
}
