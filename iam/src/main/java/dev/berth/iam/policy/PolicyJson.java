package dev.berth.iam.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * The JSON of a policy document, value by value. Every method stands on a value and leaves after
 * it; what is not as the grammar says is a fault of syntax. Duplicate keys, deep nesting and long
 * numbers are refused (threat T23).
 */
final class PolicyJson implements AutoCloseable {
  private static final int DEEPEST = 16;
  private static final int LONGEST_NUMBER = 100;
  private static final int LONGEST_DETAIL = 300;
  private static final char LAST_LATIN = 0xFF;
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          // names from outside would only fill the table of names
          .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxNumberLength(LONGEST_NUMBER)
                  .build())
          .build();

  private final JsonParser parser;

  PolicyJson(String text) {
    parser = JSON.createParser(ObjectReadContext.empty(), text);
    parser.nextToken();
  }

  /** Policies hold tabs, line ends and the characters of Latin-1 that can be seen. */
  static void requireCharacters(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean space = c == '\t' || c == '\n' || c == '\r';
      if (c > LAST_LATIN || (c < ' ' && !space)) {
        throw syntax("character U+%04X".formatted((int) c));
      }
    }
  }

  static PolicyRefused syntax(String detail) {
    return new PolicyRefused(
        new PolicyFault.Syntax(
            detail.length() <= LONGEST_DETAIL
                ? detail
                : detail.substring(0, LONGEST_DETAIL) + "…"));
  }

  boolean is(JsonToken token) {
    return parser.currentToken() == token;
  }

  /** Calls {@code members} with the name of each member, standing on its value. */
  void object(String what, Consumer<String> members) {
    require(JsonToken.START_OBJECT, what, "an object");
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      members.accept(name);
    }
  }

  /** Calls {@code element} on the value, or on each value of the array. */
  void oneOrMore(String what, Runnable element) {
    if (!is(JsonToken.START_ARRAY)) {
      element.run();
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (is(JsonToken.START_ARRAY)) {
        throw syntax(what + " holds a list in a list");
      }
      element.run();
    }
  }

  String text(String what) {
    require(JsonToken.VALUE_STRING, what, "a string");
    return checked(parser.getString());
  }

  /** A text, or a list of them, which may be empty. */
  List<String> texts(String what) {
    List<String> texts = new ArrayList<>();
    oneOrMore(what, () -> texts.add(text(what)));
    return List.copyOf(texts);
  }

  /** Texts, numbers and truth values, as they are written. */
  List<String> scalars(String what) {
    List<String> scalars = new ArrayList<>();
    oneOrMore(what, () -> scalars.add(scalar(what)));
    return List.copyOf(scalars);
  }

  private String scalar(String what) {
    JsonToken token = parser.currentToken();
    if (token == null || !token.isScalarValue() || token == JsonToken.VALUE_NULL) {
      throw syntax(what + " is neither a string nor a number nor a boolean");
    }
    return checked(parser.getString());
  }

  private static String checked(String text) {
    if (text.indexOf('\uFFFE') >= 0 || text.indexOf('\uFFFF') >= 0) {
      throw syntax("a character that is none");
    }
    return text;
  }

  int line() {
    return parser.currentTokenLocation().getLineNr();
  }

  int column() {
    return parser.currentTokenLocation().getColumnNr();
  }

  void requireEnd() {
    if (parser.nextToken() != null) {
      throw syntax("something follows the document");
    }
  }

  private void require(JsonToken token, String what, String form) {
    if (parser.currentToken() != token) {
      throw syntax(what + " is not " + form);
    }
  }

  @Override
  public void close() {
    parser.close();
  }
}
