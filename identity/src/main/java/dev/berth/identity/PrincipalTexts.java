package dev.berth.identity;

import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The names in the Principal and NotPrincipal elements of a policy document, replaced in place:
 * every other character stays as it was written.
 */
final class PrincipalTexts {
  private static final JsonFactory JSON = new JsonFactory();
  private static final Pattern PLACE =
      Pattern.compile("/Statement(?:/[0-9]+)?/(?:Not)?Principal(?:/.*)?");

  private PrincipalTexts() {}

  /**
   * The document with each name replaced.
   *
   * @param document grammatical, as whoever stores one has checked
   */
  static String replace(String document, UnaryOperator<String> names) {
    StringBuilder replaced = new StringBuilder(document.length());
    int copied = 0;
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), document)) {
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.VALUE_STRING && isName(parser)) {
          String name = parser.getString();
          String instead = names.apply(name);
          if (!instead.equals(name)) {
            replaced
                .append(document, copied, offset(parser.currentTokenLocation().getCharOffset()))
                .append('"')
                .append(instead)
                .append('"');
            copied = offset(parser.currentLocation().getCharOffset());
          }
        }
      }
    }
    return replaced.append(document, copied, document.length()).toString();
  }

  private static boolean isName(JsonParser parser) {
    return PLACE.matcher(parser.streamReadContext().pathAsPointer().toString()).matches();
  }

  private static int offset(long characters) {
    return Math.toIntExact(characters);
  }
}
