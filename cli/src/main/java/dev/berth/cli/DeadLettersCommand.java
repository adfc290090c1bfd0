package dev.berth.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code berth events dead-letters}: what sinks did not take. */
@Command(
    name = "dead-letters",
    mixinStandardHelpOptions = true,
    description =
        "Print the events that sinks did not take, one JSON object a line, with the reason.")
final class DeadLettersCommand implements Callable<Integer> {
  @Mixin private Endpoint endpoint = new Endpoint();

  @Option(names = "--sink", paramLabel = "NAME", description = "Of this sink only.")
  private @Nullable String sink;

  @Override
  public Integer call() throws InterruptedException {
    BerthApi api = new BerthApi(endpoint.access(System.getenv()));
    Map<String, Object> input = new HashMap<>();
    if (sink != null) {
      input.put("sinkName", sink);
    }
    String next;
    do {
      JsonNode page = api.call("ListDeadLetters", input);
      page.path("deadLetters").forEach(letter -> System.out.println(Ascii.json(letter)));
      next = page.path("nextToken").asString("");
      input.put("nextToken", next);
    } while (!next.isEmpty());
    return 0;
  }
}
