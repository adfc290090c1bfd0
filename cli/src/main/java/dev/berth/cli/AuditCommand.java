package dev.berth.cli;

import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code berth audit}: searches the audit trail of a running Berth. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description = "Search the audit trail of a running Berth, the newest entries first.")
final class AuditCommand implements Callable<Integer> {
  private static final long MILLIS = 1000;

  @Mixin private Endpoint endpoint = new Endpoint();
  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--request", paramLabel = "ID", description = "Of this request id.")
  private @Nullable String request;

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description = "By this caller: the name of a user, role or session, or an ARN.")
  private @Nullable String user;

  @Option(
      names = "--event",
      paramLabel = "NAME",
      description = "Of this operation, such as PutImage.")
  private @Nullable String event;

  @Option(
      names = "--resource",
      paramLabel = "NAME",
      description = "About this resource: the name of a repository, or an ARN.")
  private @Nullable String resource;

  @Option(names = "--access-key", paramLabel = "ID", description = "With this access key.")
  private @Nullable String accessKey;

  @Option(
      names = "--error",
      paramLabel = "CODE",
      arity = "0..1",
      fallbackValue = "*",
      description = "That failed: with this error, such as AccessDeniedException, or with any.")
  private @Nullable String error;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "From this time on: 2026-11-21T10:00:00Z, or 90m, 24h, 7d ago.")
  private @Nullable String since;

  @Option(names = "--until", paramLabel = "TIME", description = "Up to this time, written alike.")
  private @Nullable String until;

  @Option(names = "--max", paramLabel = "N", description = "Print at most so many entries (100).")
  private int max = 100;

  @Option(
      names = "--json",
      description = "Print each entry whole, as CloudTrail writes it, one JSON object a line.")
  private boolean whole;

  @Override
  public Integer call() throws InterruptedException {
    JsonMapper json = new JsonMapper();
    ObjectNode input = input(json);
    AuditSearchPages events =
        new AuditSearchPages(new BerthApi(endpoint.access(System.getenv())), input);
    if (!whole) {
      System.out.println(AuditLine.HEAD);
    }
    for (int printed = 0; printed < max && events.hasNext(); printed++) {
      JsonNode entry = events.next();
      System.out.println(whole ? Ascii.json(entry) : AuditLine.of(entry));
    }
    return 0;
  }

  private ObjectNode input(JsonMapper json) {
    ObjectNode input = json.createObjectNode();
    ArrayNode attributes = input.putArray("lookupAttributes");
    attribute(attributes, "RequestId", request);
    attribute(attributes, "Username", user);
    attribute(attributes, "EventName", event);
    attribute(attributes, "ResourceName", resource);
    attribute(attributes, "AccessKeyId", accessKey);
    attribute(attributes, "ErrorCode", error);
    time(input, "startTime", since);
    time(input, "endTime", until);
    return input;
  }

  private static void attribute(ArrayNode attributes, String key, @Nullable String value) {
    if (value != null) {
      attributes.addObject().put("attributeKey", key).put("attributeValue", value);
    }
  }

  private void time(ObjectNode input, String member, @Nullable String text) {
    if (text != null) {
      input.put(member, time(text).toEpochMilli() / (double) MILLIS);
    }
  }

  private Instant time(String text) {
    return TimeOption.parse(text, Clock.systemUTC())
        .orElseThrow(
            () ->
                new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), TimeOption.refusal(text)));
  }
}
