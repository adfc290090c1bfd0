package dev.berth.testkit.audit;

import static org.awaitility.Awaitility.await;

import dev.berth.testkit.client.AwsAccess;
import dev.berth.testkit.guard.SignedCalls;
import dev.berth.testkit.oci.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Searches the audit trail as LookupEvents does.
 *
 * @param calls signs for one account
 */
public record TrailClient(SignedCalls calls) {
  private static final JsonMapper JSON = new JsonMapper();

  /** Signs with an access. */
  public static TrailClient of(AwsAccess access) {
    return new TrailClient(SignedCalls.of(access));
  }

  /** A request of LookupEvents for entries with all these attributes: keys and values in turn. */
  static ObjectNode looking(String... attributes) {
    ObjectNode input = JSON.createObjectNode();
    for (int at = 0; at < attributes.length; at += 2) {
      input
          .withArray("lookupAttributes")
          .addObject()
          .put("attributeKey", attributes[at])
          .put("attributeValue", attributes[at + 1]);
    }
    return input;
  }

  Answer lookup(ObjectNode input) {
    return calls.send("berth", "Berth_20261101.LookupEvents", input.toString());
  }

  /** Every entry with these attributes, the newest first. */
  public List<JsonNode> all(String... attributes) {
    return all(looking(attributes));
  }

  /** Every entry that an input finds, page after page. */
  List<JsonNode> all(ObjectNode input) {
    List<JsonNode> entries = new ArrayList<>();
    JsonNode page;
    do {
      Answer answer = lookup(input);
      if (answer.status() != 200) {
        throw new IllegalStateException("refused: " + answer);
      }
      page = answer.json();
      for (JsonNode event : page.path("events")) {
        entries.add(JSON.readTree(event.path("cloudTrailEvent").stringValue()));
      }
      input.put("nextToken", page.path("nextToken").asString(""));
    } while (page.has("nextToken"));
    return entries;
  }

  /** The newest entry with these attributes that is like this; waits until the log has it. */
  public JsonNode awaited(Predicate<JsonNode> like, String... attributes) {
    return await()
        .until(() -> all(attributes).stream().filter(like).findFirst(), Optional::isPresent)
        .orElseThrow();
  }

  /** The newest entry with these attributes; waits until the log has it. */
  public JsonNode awaited(String... attributes) {
    return awaited(_ -> true, attributes);
  }
}
