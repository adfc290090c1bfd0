package dev.berth.cli;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
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

/** {@code berth events}: what happened in a registry, in order, and what is happening. */
@Command(
    name = "events",
    mixinStandardHelpOptions = true,
    subcommands = {DeadLettersCommand.class, ResendCommand.class},
    description = {
      "Print what happened in a registry, the oldest first, one JSON object a line, as EventBridge"
          + " writes it.",
      "To go on another time, keep what --cursors prints before the last event that was handled."
    })
final class EventsCommand implements Callable<Integer> {
  private static final int PAGE = 500;
  private static final int PATIENCE_SECONDS = 5;
  private static final double MILLIS = 1000;
  private static final String CURSOR = "cursor";

  @Mixin private Endpoint endpoint = new Endpoint();
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on and print what happens from now on as well, until interrupted.")
  private boolean follow;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "From this time on: 2026-11-21T10:00:00Z, or 90m, 24h, 7d ago.")
  private @Nullable String since;

  @Option(
      names = "--after",
      paramLabel = "CURSOR",
      description = "From behind this cursor on, which --cursors has printed.")
  private @Nullable String after;

  @Option(
      names = "--pattern",
      paramLabel = "JSON",
      description = "Only what fits this EventBridge event pattern.")
  private @Nullable String pattern;

  @Option(names = "--max", paramLabel = "N", description = "Print at most so many events.")
  private long max = Long.MAX_VALUE;

  @Option(names = "--cursors", description = "Print each event's cursor and a space before it.")
  private boolean cursors;

  @Override
  public Integer call() throws InterruptedException {
    BerthApi api = new BerthApi(endpoint.access(System.getenv()));
    Map<String, Object> input = input();
    JsonMapper json = new JsonMapper();
    long printed = 0;
    boolean ended = false;
    while (!ended && printed < max) {
      JsonNode page = api.call("ListEvents", input);
      if (page.path("hasGap").asBoolean(false)) {
        System.err.println("Events behind that cursor are no longer kept; some are missing.");
      }
      for (JsonNode event : page.path("events")) {
        if (printed++ < max) {
          print(event, json);
        }
      }
      input.put(CURSOR, page.path(CURSOR).asString(""));
      ended = !follow && page.path("atEnd").asBoolean(true);
    }
    return 0;
  }

  private Map<String, Object> input() {
    Map<String, Object> input = new HashMap<>();
    input.put("maxResults", PAGE);
    if (follow) {
      input.put("waitSeconds", PATIENCE_SECONDS);
    }
    if (since != null) {
      input.put("startTime", time(since).toEpochMilli() / MILLIS);
    }
    if (after != null) {
      input.put(CURSOR, after);
    } else if (follow && since == null) {
      input.put("startFrom", "NOW");
    }
    if (pattern != null) {
      input.put("eventPattern", pattern);
    }
    return input;
  }

  private Instant time(String text) {
    return TimeOption.parse(text, Clock.systemUTC())
        .orElseThrow(
            () ->
                new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), TimeOption.refusal(text)));
  }

  private void print(JsonNode event, JsonMapper json) {
    String line = Ascii.json(json.readTree(event.path("event").asString("{}")));
    System.out.println(cursors ? event.path(CURSOR).asString("") + " " + line : line);
    System.out.flush();
  }
}
