package dev.berth.iam.policy;

import dev.berth.iam.policy.json.StrictJson;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;

/**
 * Puts the elements of a policy into the order in which every policy stands that ECR was seen to
 * give back, whatever the order in which they came (ECR dossier 9): the version first, and of a
 * statement first its Sid. What is not known here goes last.
 */
final class ElementOrder {
  private static final String STATEMENTS = "Statement";
  private static final List<String> OF_POLICY = List.of("Version", "Id", STATEMENTS);
  private static final List<String> OF_STATEMENT =
      List.of(
          "Sid",
          "Effect",
          "Principal",
          "NotPrincipal",
          "Action",
          "NotAction",
          "Resource",
          "NotResource",
          "Condition");

  private ElementOrder() {}

  /** The policy as compact JSON in that order. */
  static String of(String policy) {
    try (JsonParser in = StrictJson.FACTORY.createParser(ObjectReadContext.empty(), policy)) {
      in.nextToken();
      return object(in, OF_POLICY);
    }
  }

  /** The object that the parser stands on, its members as texts. */
  private static String object(JsonParser in, List<String> order) {
    Map<String, String> members = new LinkedHashMap<>();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      in.nextToken();
      members.put(name, name.equals(STATEMENTS) ? statements(in) : copy(in));
    }
    List<String> written = new ArrayList<>();
    UnaryOperator<String> member = name -> quoted(name) + ":" + members.get(name);
    order.stream().filter(members::containsKey).map(member).forEach(written::add);
    members.keySet().stream()
        .filter(name -> !order.contains(name))
        .map(member)
        .forEach(written::add);
    return "{" + String.join(",", written) + "}";
  }

  /** One statement, or a list of them. */
  private static String statements(JsonParser in) {
    if (in.currentToken() != JsonToken.START_ARRAY) {
      return statement(in);
    }
    List<String> each = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      each.add(statement(in));
    }
    return "[" + String.join(",", each) + "]";
  }

  private static String statement(JsonParser in) {
    return in.currentToken() == JsonToken.START_OBJECT ? object(in, OF_STATEMENT) : copy(in);
  }

  private static String copy(JsonParser in) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = StrictJson.FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      out.copyCurrentStructureExact(in);
    }
    return text.toString();
  }

  private static String quoted(String name) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = StrictJson.FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      out.writeString(name);
    }
    return text.toString();
  }
}
