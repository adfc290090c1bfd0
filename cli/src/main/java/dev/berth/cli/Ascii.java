package dev.berth.cli;

import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What others wrote, made harmless for a terminal: no control character and nothing that looks like
 * another character gets there (threat T36).
 */
final class Ascii {
  private static final JsonMapper JSON =
      JsonMapper.builder(JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build())
          .build();
  private static final char FIRST_VISIBLE = ' ';
  private static final char LAST_VISIBLE = '~';

  private Ascii() {}

  /** A tree as one line. */
  static String json(JsonNode tree) {
    return JSON.writeValueAsString(tree);
  }

  /** A text with question marks for everything that is not plain. */
  static String text(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    text.chars()
        .forEach(c -> plain.append(c >= FIRST_VISIBLE && c <= LAST_VISIBLE ? (char) c : '?'));
    return plain.toString();
  }
}
