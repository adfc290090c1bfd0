package dev.berth.cli;

import tools.jackson.databind.JsonNode;

/** An entry of the audit trail in one line for people. */
final class AuditLine {
  private static final String FORM = "%-20s  %-24s  %-28s  %-30s  %-26s  %s";
  static final String HEAD =
      FORM.formatted("TIME", "WHO", "EVENT", "RESOURCE", "RESULT", "REQUEST").stripTrailing();

  private AuditLine() {}

  static String of(JsonNode entry) {
    return Ascii.text(
        FORM.formatted(
            entry.path("eventTime").asString(""),
            who(entry.path("userIdentity")),
            entry.path("eventName").asString(""),
            resource(entry),
            entry.path("errorCode").asString("ok"),
            entry.path("requestID").asString("")));
  }

  private static String who(JsonNode identity) {
    String arn = identity.path("arn").asString("");
    String name = arn.substring(arn.lastIndexOf(':') + 1);
    return name.isEmpty() ? identity.path("accessKeyId").asString("-") : name;
  }

  private static String resource(JsonNode entry) {
    String arn = entry.at("/resources/0/ARN").asString("");
    return arn.isEmpty() ? "-" : arn.substring(arn.lastIndexOf(':') + 1);
  }
}
