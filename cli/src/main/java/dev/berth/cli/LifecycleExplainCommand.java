package dev.berth.cli;

import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code berth lifecycle explain}: which rule takes or keeps each image. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = "Say image by image what the lifecycle policy of a repository would do now.")
final class LifecycleExplainCommand implements Callable<Integer> {
  private static final String FORM = "%-71s  %-20s  %-24s  %s";
  private static final int PAGE = 1_000;

  @Mixin private Endpoint endpoint = new Endpoint();

  @Parameters(paramLabel = "REPOSITORY", description = "Whose policy and images.")
  private String repository = "";

  @Option(names = "--json", description = "Print each image as one JSON object a line.")
  private boolean whole;

  @Override
  public Integer call() throws InterruptedException {
    BerthApi api = new BerthApi(endpoint.access(System.getenv()));
    Map<String, Object> input = new HashMap<>();
    input.put("repositoryName", repository);
    input.put("maxResults", PAGE);
    if (!whole) {
      System.out.println(FORM.formatted("IMAGE", "PUSHED", "TAGS", "WHAT BECOMES OF IT"));
    }
    String next;
    do {
      JsonNode page = api.call("ExplainLifecyclePolicy", input);
      for (JsonNode image : page.path("images")) {
        System.out.println(whole ? Ascii.json(image) : line(image));
      }
      next = page.path("nextToken").asString("");
      input.put("nextToken", next);
    } while (!next.isEmpty());
    return 0;
  }

  private static String line(JsonNode image) {
    String tags =
        image
            .path("imageTags")
            .valueStream()
            .map(JsonNode::asString)
            .collect(Collectors.joining(","));
    return Ascii.text(
        FORM.formatted(
            image.path("imageDigest").asString(""),
            Instant.ofEpochSecond(image.path("imagePushedAt").decimalValue().longValue()),
            tags.isEmpty() ? "-" : tags,
            words(image)));
  }

  private static String words(JsonNode image) {
    int rule = image.path("rulePriority").asInt(0);
    String action = image.path("action").asString("").toLowerCase(Locale.ROOT);
    return switch (image.path("fate").asString("")) {
      case "TAKEN" -> "goes: rule %d, %s".formatted(rule, action);
      case "SHIELDED" -> "stays: rule %d keeps it".formatted(rule);
      case "IN_INDEX" -> "stays: an index names it (rule %d, %s)".formatted(rule, action);
      case "PROTECTED" -> "stays: it is protected (rule %d, %s)".formatted(rule, action);
      case "FOLLOWS_SUBJECT" -> "follows the image that it refers to";
      case "ACTIVATING" -> "stays: it is on its way back from the archive";
      default -> "stays: no rule sees it";
    };
  }
}
