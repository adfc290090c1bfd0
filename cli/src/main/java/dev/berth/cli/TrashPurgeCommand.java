package dev.berth.cli;

import java.io.Console;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code berth trash purge}: lets what was deleted be gone for good. */
@Command(
    name = "purge",
    mixinStandardHelpOptions = true,
    description = {
      "Let a deleted image or repository be gone for good, with its bytes, such as for a secret"
          + " that got into a layer. It cannot be brought back.",
      "Layers that something else holds stay, and the answer says who holds them."
    })
final class TrashPurgeCommand implements Callable<Integer> {
  @Mixin private Endpoint endpoint = new Endpoint();

  @Parameters(
      paramLabel = "WHAT",
      description =
          "An entry of berth trash list; or REPOSITORY@DIGEST, REPOSITORY:TAG or REPOSITORY, when"
              + " one entry fits.")
  private String what = "";

  @Option(names = "--yes", description = "Do not ask.")
  private boolean sure;

  @Option(names = "--json", description = "Print the answer as it came.")
  private boolean whole;

  @Override
  public Integer call() throws InterruptedException {
    BerthApi api = new BerthApi(endpoint.access(System.getenv()));
    List<JsonNode> found = new TrashEntries(api).named(what);
    if (found.size() > 1) {
      System.err.println("%d entries fit. Say which:".formatted(found.size()));
      System.err.println(TrashText.HEAD);
      found.forEach(entry -> System.err.println(TrashText.row(entry)));
      return 1;
    }
    JsonNode entry = found.getFirst();
    if (!sure && !confirmed(entry)) {
      return 1;
    }
    JsonNode answer =
        api.callPatiently("PurgeFromTrash", Map.of("entryId", entry.path("entryId").asString("")));
    if (whole) {
      System.out.println(Ascii.json(answer));
    } else {
      new PurgedText(answer).lines().forEach(line -> System.out.println(Ascii.text(line)));
    }
    return 0;
  }

  // Of JDK 22 to 24 there always was a console, of 25 only where there is a terminal again.
  @SuppressWarnings("SystemConsoleNull")
  private static boolean confirmed(JsonNode entry) {
    @Nullable Console console = System.console();
    if (console == null || !console.isTerminal()) {
      System.err.println("Nothing was purged: without a terminal to ask on, say --yes.");
      return false;
    }
    @Nullable String typed =
        console.readLine(
            "%s%nis gone for good then. Type yes to purge it: ", Ascii.text(TrashText.what(entry)));
    boolean confirmed = "yes".equals(typed == null ? "" : typed.strip());
    if (!confirmed) {
      System.err.println("Nothing was purged.");
    }
    return confirmed;
  }
}
