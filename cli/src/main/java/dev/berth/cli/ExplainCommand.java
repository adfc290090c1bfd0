package dev.berth.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code berth explain}: who holds a digest, since when, and what would free it. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = {
      "Say who holds a layer, a config or a manifest in your registry, since when, and what would"
          + " free it.",
      "Exit status 1: the registry knows nothing of it."
    })
final class ExplainCommand implements Callable<Integer> {
  @Mixin private Endpoint endpoint = new Endpoint();

  @Parameters(paramLabel = "DIGEST", description = "Such as sha256:44136f…")
  private @Nullable String digest;

  @Option(names = "--json", description = "Print the answer as it came.")
  private boolean whole;

  @Override
  public Integer call() throws InterruptedException {
    JsonNode answer =
        new BerthApi(endpoint.access(System.getenv()))
            .call("ExplainDigest", Map.of("digest", String.valueOf(digest)));
    if (whole) {
      System.out.println(Ascii.json(answer));
    } else {
      new DigestText(answer).lines().forEach(System.out::println);
    }
    boolean unknown =
        answer.path("blobs").isEmpty()
            && answer.path("images").isEmpty()
            && answer.path("condemned").isEmpty();
    return unknown ? 1 : 0;
  }
}
