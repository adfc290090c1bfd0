package dev.berth.cli;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * An entry of the audit trail as an answer to "why was I denied".
 *
 * @param entry of one request
 */
record DenialText(JsonNode entry) {

  /** Whether the gate denied it. */
  static boolean isDenied(JsonNode entry) {
    return entry.at("/additionalEventData/decision/effect").asString("").equals("Deny");
  }

  List<String> lines() {
    JsonNode decision = entry.at("/additionalEventData/decision");
    List<String> lines = new ArrayList<>();
    lines.add("request   " + text(entry, "/requestID"));
    lines.add("time      " + text(entry, "/additionalEventData/time"));
    lines.add("who       " + who());
    lines.add("from      " + text(entry, "/sourceIPAddress") + "  " + text(entry, "/userAgent"));
    lines.add("call      " + text(entry, "/eventName"));
    if (isDenied(entry)) {
      lines.add(
          "denied    %s on %s".formatted(text(decision, "/action"), text(decision, "/resource")));
      lines.add("because   " + because(decision));
      if (decision.has("statement")) {
        lines.add("statement " + text(decision, "/statement"));
      }
    } else if (entry.has("errorCode")) {
      lines.add("          It was not denied by a policy; it failed.");
    } else {
      lines.add("          It was not denied.");
    }
    if (entry.has("errorCode")) {
      lines.add(
          "answer    %s: %s".formatted(text(entry, "/errorCode"), text(entry, "/errorMessage")));
    }
    return lines;
  }

  private String who() {
    String arn = text(entry, "/userIdentity/arn");
    String key = text(entry, "/userIdentity/accessKeyId");
    return (arn.isEmpty() ? "nobody who proved who they are" : arn)
        + (key.isEmpty() ? "" : " with access key " + key);
  }

  private static String because(JsonNode decision) {
    String kind = text(decision, "/policyKind");
    return switch (text(decision, "/reason")) {
      case "NoAllow" -> "no %s allows %s on it".formatted(kind, text(decision, "/action"));
      case "ExplicitDeny" -> "a statement of the %s denies it".formatted(kind);
      default -> "of " + text(decision, "/reason");
    };
  }

  private static String text(JsonNode node, String pointer) {
    return node.at(pointer).asString("");
  }
}
