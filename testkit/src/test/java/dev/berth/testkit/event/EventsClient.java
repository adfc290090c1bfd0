package dev.berth.testkit.event;

import dev.berth.testkit.client.AwsAccess;
import dev.berth.testkit.guard.SignedCalls;
import dev.berth.testkit.oci.Answer;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads events as {@code ListEvents} tells them.
 *
 * @param calls signs for one account
 */
record EventsClient(SignedCalls calls) {
  private static final JsonMapper JSON = new JsonMapper();

  static EventsClient of(AwsAccess access) {
    return new EventsClient(SignedCalls.of(access));
  }

  Answer list(ObjectNode input) {
    return calls.send("berth", "Berth_20261101.ListEvents", input.toString());
  }

  JsonNode page(ObjectNode input) {
    Answer answer = list(input);
    if (answer.status() != 200) {
      throw new IllegalStateException("refused: " + answer);
    }
    return answer.json();
  }

  static ObjectNode input() {
    return JSON.createObjectNode();
  }

  static JsonNode body(JsonNode event) {
    return JSON.readTree(event.path("event").asString("{}"));
  }

  /** Every event that is kept, page after page of two. */
  List<JsonNode> all() {
    return all(input());
  }

  List<JsonNode> all(ObjectNode input) {
    List<JsonNode> all = new ArrayList<>();
    JsonNode page;
    do {
      page = page(input.put("maxResults", 2));
      page.path("events").forEach(event -> all.add(body(event)));
      input.put("cursor", page.path("cursor").asString());
    } while (!page.path("atEnd").asBoolean());
    return all;
  }

  /** What an event is about in a few words. */
  static String summary(JsonNode event) {
    JsonNode detail = event.path("detail");
    return "%s %s %s%s"
        .formatted(
            event.path("detail-type").asString(),
            detail.path("action-type").asString(""),
            detail.path("repository-name").asString("-"),
            detail.has("image-tag") ? ":" + detail.get("image-tag").asString() : "");
  }
}
