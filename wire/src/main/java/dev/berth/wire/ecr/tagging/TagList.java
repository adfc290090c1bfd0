package dev.berth.wire.ecr.tagging;

import dev.berth.registry.refusal.InvalidResourceTag;
import dev.berth.wire.json.Input;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Lists of {@code Key} and {@code Value} (CHECKLIST PR-07). */
public final class TagList {
  private TagList() {}

  /**
   * The tags of a request.
   *
   * @throws InvalidResourceTag when a key is there twice
   */
  public static Map<String, String> read(Input input) {
    return read(input, "tags");
  }

  /**
   * The same of another member.
   *
   * @throws InvalidResourceTag when a key is there twice
   */
  public static Map<String, String> read(Input input, String member) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (Input tag : input.structures(member)) {
      String key = tag.text("Key");
      if (tags.put(key, tag.text("Value")) != null) {
        throw new InvalidResourceTag(
            key.length() <= 128 ? key : key.substring(0, 128), "a key is given once");
      }
    }
    return tags;
  }

  /** The tags of an answer. */
  static void write(Map<String, String> tags, ObjectNode answer) {
    write(tags, answer, "tags");
  }

  /** The same in another member. */
  public static void write(Map<String, String> tags, ObjectNode answer, String member) {
    ArrayNode list = answer.putArray(member);
    tags.forEach((key, value) -> list.addObject().put("Key", key).put("Value", value));
  }
}
