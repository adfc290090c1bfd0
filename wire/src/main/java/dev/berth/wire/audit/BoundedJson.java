package dev.berth.wire.audit;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/**
 * Writes what a client sent or got, without what must not be kept and within bounds: a secret, a
 * token or a password by the name of its member, in CloudTrail's words (threat T11); the content of
 * manifests and layers; and whatever is longer, deeper or more than an entry should hold.
 */
final class BoundedJson {
  private static final String HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS";
  private static final int MOST_TEXT = 2048;
  private static final int MOST_MEMBERS = 100;
  private static final int DEEPEST = 8;
  private static final int MOST_IN_ALL = 16 * 1024;

  /** Parts of names, in lower case, of members whose values are never kept. */
  private static final Set<String> SECRET =
      Set.of("secret", "password", "token", "signature", "authorization", "assertion", "private");

  /** Members that hold content, in lower case. */
  private static final Set<String> CONTENT = Set.of("imagemanifest", "layerpartblob");

  private final JsonGenerator json;
  private int left = MOST_IN_ALL;

  BoundedJson(JsonGenerator json) {
    this.json = json;
  }

  void write(JsonNode node) {
    write(node, 0);
  }

  private void write(JsonNode node, int depth) {
    if (depth > DEEPEST || left <= 0) {
      json.writeString("…");
    } else if (node.isObject()) {
      json.writeStartObject();
      int members = 0;
      for (Map.Entry<String, JsonNode> member : node.properties()) {
        if (members++ == MOST_MEMBERS) {
          break;
        }
        member(member.getKey(), member.getValue(), depth);
      }
      json.writeEndObject();
    } else if (node.isArray()) {
      json.writeStartArray();
      int members = 0;
      for (JsonNode member : node) {
        if (members++ == MOST_MEMBERS) {
          break;
        }
        write(member, depth + 1);
      }
      json.writeEndArray();
    } else {
      scalar(node);
    }
  }

  private void member(String name, JsonNode value, int depth) {
    String known = name.toLowerCase(Locale.ROOT);
    json.writeName(text(name));
    if (CONTENT.contains(known)) {
      json.writeString("(not recorded)");
    } else if (!value.isContainer() && SECRET.stream().anyMatch(known::contains)) {
      json.writeString(HIDDEN);
    } else {
      write(value, depth + 1);
    }
  }

  private void scalar(JsonNode node) {
    switch (node.getNodeType()) {
      case STRING -> json.writeString(text(node.stringValue()));
      case NUMBER -> json.writeNumber(node.asString());
      case BOOLEAN -> json.writeBoolean(node.booleanValue());
      case NULL, MISSING -> json.writeNull();
      case ARRAY, BINARY, OBJECT, POJO -> json.writeString("(not recorded)");
    }
  }

  private String text(String text) {
    int length = Math.min(text.length(), Math.min(MOST_TEXT, Math.max(left, 0)));
    left -= length;
    return length == text.length() ? text : text.substring(0, length) + "…";
  }
}
