package dev.berth.cli;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code berth trash restore}: brings back what was deleted. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    description = {
      "Bring back a deleted image with its tags, or a deleted repository with all that was in it.",
      "A tag that names another image by now stays with it, and the answer says so.",
      "Where several fit, the one that was deleted last is brought back; with --images all of the"
          + " repository's are."
    })
final class TrashRestoreCommand implements Callable<Integer> {
  private static final String CAME_WITH_ANOTHER = "TrashEntryNotFoundException";

  @Mixin private Endpoint endpoint = new Endpoint();
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "WHAT",
      description =
          "An entry of berth trash list, REPOSITORY@DIGEST, REPOSITORY:TAG, or REPOSITORY for a"
              + " repository that was deleted as a whole.")
  private String what = "";

  @Option(
      names = "--as",
      paramLabel = "NAME",
      description = "Bring a repository back under this name, when its own is taken.")
  private @Nullable String newName;

  @Option(
      names = "--images",
      description = "Bring back every deleted image of the repository WHAT.")
  private boolean images;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description =
          "With --images: those that were deleted from this time on, such as 2026-11-21T10:00:00Z,"
              + " or 90m, 24h, 7d ago.")
  private @Nullable String since;

  @Option(names = "--json", description = "Print each answer as it came, one a line.")
  private boolean whole;

  @Override
  public Integer call() throws InterruptedException {
    CommandLine command = Objects.requireNonNull(spec).commandLine();
    if (images && newName != null) {
      throw new ParameterException(command, "--as is for a repository as a whole, not --images");
    }
    Instant from = from(command);
    BerthApi api = new BerthApi(endpoint.access(System.getenv()));
    return images ? every(api, from) : one(api);
  }

  private Instant from(CommandLine command) {
    String text = since;
    if (text == null) {
      return Instant.EPOCH;
    }
    if (!images) {
      throw new ParameterException(command, "--since goes with --images");
    }
    return TimeOption.parse(text, Clock.systemUTC())
        .orElseThrow(() -> new ParameterException(command, TimeOption.refusal(text)));
  }

  private int one(BerthApi api) throws InterruptedException {
    List<JsonNode> found = new TrashEntries(api).named(what);
    print(restore(api, found.getFirst()));
    if (found.size() > 1 && !whole) {
      System.out.println(
          "It was deleted last of the %d entries that fit. The others are still there:"
              .formatted(found.size()));
      found.stream().skip(1).forEach(other -> System.out.println(TrashText.row(other)));
    }
    return 0;
  }

  // What was deleted last gets the tags that several had, as if the deletions were taken back one
  // by one.
  private int every(BerthApi api, Instant from) throws InterruptedException {
    int failures = 0;
    for (JsonNode entry : new TrashEntries(api).images(what, from)) {
      try {
        print(restore(api, entry));
      } catch (EndpointFailed failed) {
        if (!failed.code().equals(CAME_WITH_ANOTHER)) {
          System.err.println(Ascii.text(String.valueOf(failed.getMessage())));
          failures++;
        }
      }
    }
    return failures == 0 ? 0 : 1;
  }

  private JsonNode restore(BerthApi api, JsonNode entry) throws InterruptedException {
    Map<String, Object> input = new HashMap<>();
    input.put("entryId", entry.path("entryId").asString(""));
    String name = newName;
    if (name != null) {
      input.put("newRepositoryName", name);
    }
    return api.callPatiently("RestoreFromTrash", input);
  }

  private void print(JsonNode answer) {
    if (whole) {
      System.out.println(Ascii.json(answer));
    } else {
      new RestoredText(answer).lines().forEach(line -> System.out.println(Ascii.text(line)));
    }
  }
}
