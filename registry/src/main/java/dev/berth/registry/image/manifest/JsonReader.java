package dev.berth.registry.image.manifest;

import dev.berth.registry.refusal.ManifestInvalid;
import dev.berth.registry.refusal.ManifestInvalid.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * One pass over a JSON document, member by member, so that no tree of a hostile document is ever
 * built. Depth, names, numbers and strings are bounded, duplicate keys are refused. Every method
 * stands on a value and leaves after it; one that is not what it should be is refused with the path
 * of the member.
 */
final class JsonReader implements AutoCloseable {
  private static final int MAX_DEPTH = 64;
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          // names from outside would only fill the table of names
          .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .build();

  private final JsonParser parser;

  private JsonReader(JsonParser parser) {
    this.parser = parser;
  }

  /** What is done with one member of an object. */
  @FunctionalInterface
  interface Members {
    void read(String name);
  }

  /** What is done with one element of an array. */
  @FunctionalInterface
  interface Element<T> {
    T read(String path);
  }

  /** Reads a document that is one value, with {@code root} standing on it. */
  static <T> T document(byte[] bytes, Function<JsonReader, T> root) {
    String text = utf8(bytes);
    if (text.startsWith("\uFEFF")) {
      throw new ManifestInvalid(Kind.NOT_JSON, "the manifest starts with a byte order mark");
    }
    try (JsonReader json = new JsonReader(JSON.createParser(ObjectReadContext.empty(), text))) {
      json.parser.nextToken();
      T value = root.apply(json);
      if (json.parser.nextToken() != null) {
        throw new ManifestInvalid(Kind.NOT_JSON, "something follows the manifest's object");
      }
      return value;
    } catch (JacksonException e) {
      throw new ManifestInvalid(
          Kind.NOT_JSON, "the manifest is not valid JSON: " + e.getOriginalMessage());
    }
  }

  private static String utf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      throw new ManifestInvalid(Kind.NOT_JSON, "the manifest is not UTF-8");
    }
  }

  /** Calls {@code members} on the value of each member. */
  void object(String path, Members members) {
    require(JsonToken.START_OBJECT, path, "an object");
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      members.read(name);
    }
  }

  /** The elements of an array; empty when it is null. */
  <T> Optional<List<T>> array(String path, Element<T> element) {
    if (isNull()) {
      return Optional.empty();
    }
    require(JsonToken.START_ARRAY, path, "an array");
    List<T> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(element.read(path + "[" + elements.size() + "]"));
    }
    return Optional.of(elements);
  }

  /** A text; empty when it is null. */
  Optional<String> text(String path) {
    if (isNull()) {
      return Optional.empty();
    }
    require(JsonToken.VALUE_STRING, path, "a string");
    return Optional.of(parser.getString());
  }

  /** A whole number of 64 bits; empty when it is null. */
  Optional<Long> number(String path) {
    if (isNull()) {
      return Optional.empty();
    }
    require(JsonToken.VALUE_NUMBER_INT, path, "a whole number");
    if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      throw member(path, "is not a number of 64 bits");
    }
    return Optional.of(parser.getLongValue());
  }

  /** An object of texts, in its order; empty when it is null. */
  Map<String, String> texts(String path) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (!isNull()) {
      object(
          path,
          name -> {
            require(JsonToken.VALUE_STRING, path + "." + name, "a string");
            texts.put(name, parser.getString());
          });
    }
    return Collections.unmodifiableMap(texts);
  }

  boolean isNull() {
    return parser.currentToken() == JsonToken.VALUE_NULL;
  }

  /** Passes over a value that nobody looks at. */
  void skip() {
    parser.skipChildren();
  }

  static ManifestInvalid member(String path, String what) {
    return new ManifestInvalid(Kind.MEMBER, "'%s' %s".formatted(shown(path), what));
  }

  private static String shown(String path) {
    int max = 200;
    return path.length() <= max ? path : path.substring(0, max) + "…";
  }

  private void require(JsonToken token, String path, String what) {
    if (parser.currentToken() != token) {
      throw path.isEmpty()
          ? new ManifestInvalid(Kind.NOT_JSON, "the manifest is not " + what)
          : member(path, "is not " + what);
    }
  }

  @Override
  public void close() {
    parser.close();
  }
}
