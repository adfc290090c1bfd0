package dev.berth.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The entries that LookupEvents finds, the newest first: page after page, also through pages that
 * hold nothing because what is looked for is far back.
 */
final class AuditSearchPages implements Iterator<JsonNode> {
  private static final int PAGE = 200;
  private static final TypeReference<Map<String, Object>> MEMBERS = new TypeReference<>() {};

  private final BerthApi api;
  private final ObjectNode input;
  private final JsonMapper json = new JsonMapper();
  private final Deque<JsonNode> found = new ArrayDeque<>();
  private boolean ended;

  /**
   * @param input of LookupEvents, without the page
   */
  AuditSearchPages(BerthApi api, ObjectNode input) {
    this.api = api;
    this.input = input.put("maxResults", PAGE);
  }

  @Override
  public boolean hasNext() {
    while (found.isEmpty() && !ended) {
      JsonNode page = page();
      for (JsonNode event : page.path("events")) {
        found.add(json.readTree(event.path("cloudTrailEvent").asString("{}")));
      }
      String next = page.path("nextToken").asString("");
      ended = next.isEmpty();
      input.put("nextToken", next);
    }
    return !found.isEmpty();
  }

  @Override
  public JsonNode next() {
    if (!hasNext()) {
      throw new NoSuchElementException("nothing more fits");
    }
    return found.removeFirst();
  }

  private JsonNode page() {
    try {
      return api.call("LookupEvents", json.convertValue(input, MEMBERS));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new EndpointFailed("Interrupted.");
    }
  }
}
