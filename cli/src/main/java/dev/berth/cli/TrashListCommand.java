package dev.berth.cli;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code berth trash list}: what was deleted, why, and until when it can be brought back. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = {
      "List the deleted images and repositories that can be brought back, the newest first.",
      "A repository stands there once, with the number of the images that went with it."
    })
final class TrashListCommand implements Callable<Integer> {
  @Mixin private Endpoint endpoint = new Endpoint();

  @Parameters(
      arity = "0..1",
      paramLabel = "REPOSITORY",
      description = "Only what was deleted of it, and it itself.")
  private @Nullable String repository;

  @Option(names = "--json", description = "Print each entry as one JSON object a line.")
  private boolean whole;

  private boolean begun;

  @Override
  public Integer call() throws InterruptedException {
    String name = repository;
    JsonNode last =
        new TrashEntries(new BerthApi(endpoint.access(System.getenv())))
            .each(name == null ? Map.of() : Map.of("repositoryName", name), this::print);
    if (!begun && !whole) {
      System.out.println(
          TrashText.nothing(Duration.ofSeconds(last.path("undoWindowSeconds").asLong(0))));
    }
    return 0;
  }

  private void print(JsonNode entry) {
    if (whole) {
      System.out.println(Ascii.json(entry));
      return;
    }
    if (!begun) {
      System.out.println(TrashText.HEAD);
      begun = true;
    }
    System.out.println(TrashText.row(entry));
  }
}
