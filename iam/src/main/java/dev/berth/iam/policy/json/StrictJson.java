package dev.berth.iam.policy.json;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * One pass over a JSON document. Every method stands on a value and leaves after it; what is not as
 * its reader expects is {@link NotAsExpected}. Duplicate keys, deep nesting and long numbers are
 * refused (threat T23); how long the text may be is the reader's business.
 */
public final class StrictJson implements AutoCloseable {
  private static final int DEEPEST = 16;
  private static final int LONGEST_NUMBER = 100;

  /** Reads and writes policies, with those bounds. */
  public static final JsonFactory FACTORY =
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

  private final String source;
  private final JsonParser parser;

  private StrictJson(String source) {
    this.source = source;
    this.parser = FACTORY.createParser(ObjectReadContext.empty(), source);
  }

  /** Reads a text that is one value, with {@code root} standing on it. */
  public static <T> T document(String text, Function<StrictJson, T> root) {
    try (StrictJson json = new StrictJson(text)) {
      json.parser.nextToken();
      T value = root.apply(json);
      if (json.parser.nextToken() != null) {
        throw new NotAsExpected("something follows the document");
      }
      return value;
    } catch (JacksonException e) {
      throw new NotAsExpected("not JSON: " + e.getOriginalMessage());
    }
  }

  /** Whether the value is a string. */
  public boolean isText() {
    return is(JsonToken.VALUE_STRING);
  }

  /** Whether the value is null. */
  public boolean isNull() {
    return is(JsonToken.VALUE_NULL);
  }

  /** Whether the value is an array. */
  public boolean isArray() {
    return is(JsonToken.START_ARRAY);
  }

  private boolean is(JsonToken token) {
    return parser.currentToken() == token;
  }

  /** Calls {@code members} with the name of each member, standing on its value. */
  public void object(String what, Consumer<String> members) {
    require(JsonToken.START_OBJECT, what, "an object");
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      members.accept(name);
    }
  }

  /** Calls {@code element} on each value of an array. */
  public void array(String what, Runnable element) {
    require(JsonToken.START_ARRAY, what, "a list");
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      element.run();
    }
  }

  /** Calls {@code element} on the value, or on each value of the array, which holds no arrays. */
  public void oneOrMore(String what, Runnable element) {
    if (!isArray()) {
      element.run();
      return;
    }
    array(
        what,
        () -> {
          if (isArray()) {
            throw new NotAsExpected(what + " holds a list in a list");
          }
          element.run();
        });
  }

  /** A string. */
  public String text(String what) {
    require(JsonToken.VALUE_STRING, what, "a string");
    return checked(parser.getString());
  }

  /** A text, or a list of them, which may be empty. */
  public List<String> texts(String what) {
    List<String> texts = new ArrayList<>();
    oneOrMore(what, () -> texts.add(text(what)));
    return List.copyOf(texts);
  }

  /** A string, number or truth value, as it is written. */
  public String scalar(String what) {
    JsonToken token = parser.currentToken();
    if (token == null || !token.isScalarValue() || token == JsonToken.VALUE_NULL) {
      throw new NotAsExpected(what + " is neither a string nor a number nor a boolean");
    }
    return checked(parser.getString());
  }

  /** Strings, numbers and truth values, one or a list of them, as they are written. */
  public List<String> scalars(String what) {
    List<String> scalars = new ArrayList<>();
    oneOrMore(what, () -> scalars.add(scalar(what)));
    return List.copyOf(scalars);
  }

  /** A truth value. */
  public boolean truth(String what) {
    if (!is(JsonToken.VALUE_TRUE) && !is(JsonToken.VALUE_FALSE)) {
      throw new NotAsExpected(what + " is neither true nor false");
    }
    return is(JsonToken.VALUE_TRUE);
  }

  /** The value, an object or a list, exactly as the document writes it. */
  public String source(String what) {
    if (!isArray() && !is(JsonToken.START_OBJECT)) {
      throw new NotAsExpected(what + " is neither an object nor a list");
    }
    int start = (int) parser.currentTokenLocation().getCharOffset();
    parser.skipChildren();
    return source.substring(start, (int) parser.currentTokenLocation().getCharOffset() + 1);
  }

  /** Passes over a value that nobody looks at. */
  public void skip() {
    parser.skipChildren();
  }

  /** Two characters are none in Unicode; patterns use them inside. */
  private static String checked(String text) {
    if (text.indexOf('\uFFFE') >= 0 || text.indexOf('\uFFFF') >= 0) {
      throw new NotAsExpected("a character that is none");
    }
    return text;
  }

  /** The line of the value, or of its last token when it has been read, from 1. */
  public int line() {
    return parser.currentTokenLocation().getLineNr();
  }

  /** The column in that line, from 1. */
  public int column() {
    return parser.currentTokenLocation().getColumnNr();
  }

  private void require(JsonToken token, String what, String form) {
    if (parser.currentToken() != token) {
      throw new NotAsExpected(what + " is not " + form);
    }
  }

  @Override
  public void close() {
    parser.close();
  }
}
