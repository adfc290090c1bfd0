package dev.berth.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** The entries of the trash of a running server, page by page. */
record TrashEntries(BerthApi api) {
  private static final int PAGE = 1_000;
  private static final double MILLIS = 1000;

  /**
   * Gives each entry, the newest deletion first.
   *
   * @param which its input, but for the page
   * @return the last answer
   */
  JsonNode each(Map<String, String> which, Consumer<JsonNode> taker) throws InterruptedException {
    Map<String, Object> input = new HashMap<>(which);
    input.put("maxResults", PAGE);
    JsonNode page;
    String next;
    do {
      page = api.call("ListTrash", input);
      page.path("entries").forEach(taker);
      next = page.path("nextToken").asString("");
      input.put("nextToken", next);
    } while (!next.isEmpty());
    return page;
  }

  /**
   * The deleted images of a repository, the newest deletion first.
   *
   * @param from only those that were deleted then or later
   * @throws EndpointFailed when there is none
   */
  List<JsonNode> images(String repository, Instant from) throws InterruptedException {
    List<JsonNode> found = new ArrayList<>();
    each(
        Map.of("repositoryName", repository),
        entry -> {
          boolean late = entry.path("deletedAt").asDouble(0) * MILLIS >= from.toEpochMilli();
          if (late && !TrashText.isRepository(entry)) {
            found.add(entry);
          }
        });
    if (found.isEmpty()) {
      throw nothing("an image of " + repository, "berth trash list " + repository);
    }
    return found;
  }

  /**
   * The entries that somebody means, the newest deletion first; at most 100.
   *
   * @throws EndpointFailed when there is none
   */
  List<JsonNode> named(String text) throws InterruptedException {
    TrashName name = TrashName.of(text);
    List<JsonNode> found =
        api.call("ListTrash", name.asked()).path("entries").valueStream().toList();
    if (found.isEmpty()) {
      throw nothing("called " + text, name.list());
    }
    return found;
  }

  private static EndpointFailed nothing(String called, String list) {
    return new EndpointFailed(
        Ascii.text("Nothing in the trash is %s. What is there: %s".formatted(called, list)));
  }
}
