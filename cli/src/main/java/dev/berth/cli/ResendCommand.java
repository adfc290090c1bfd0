package dev.berth.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code berth events resend}: sends again what sinks did not take. */
@Command(
    name = "resend",
    mixinStandardHelpOptions = true,
    description = "Send events again that sinks did not take: those with these ids, or all.")
final class ResendCommand implements Callable<Integer> {
  @Mixin private Endpoint endpoint = new Endpoint();

  @Option(names = "--sink", paramLabel = "NAME", description = "To this sink only.")
  private @Nullable String sink;

  @Parameters(paramLabel = "ID", arity = "0..*", description = "Ids of events.")
  private List<String> ids = new ArrayList<>();

  @Override
  public Integer call() throws InterruptedException {
    Map<String, Object> input = new HashMap<>();
    if (sink != null) {
      input.put("sinkName", sink);
    }
    if (!ids.isEmpty()) {
      input.put("eventIds", ids);
    }
    long resent =
        new BerthApi(endpoint.access(System.getenv()))
            .call("ResendDeadLetters", input)
            .path("resent")
            .asLong(0);
    System.out.printf("%d %s to be sent again%n", resent, resent == 1 ? "event is" : "events are");
    return 0;
  }
}
