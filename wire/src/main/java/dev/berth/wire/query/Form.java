package dev.berth.wire.query;

import dev.berth.wire.aws.Unacceptable.Unreadable;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The parameters of a request, decoded. A parameter is there once, or the request has two meanings.
 */
final class Form {
  private static final int MOST = 2000;

  private final NavigableMap<String, String> parameters = new TreeMap<>();

  private Form() {}

  static Form parse(String encoded) {
    Form form = new Form();
    String[] pairs = encoded.split("&", MOST + 1);
    if (pairs.length > MOST) {
      throw new Unreadable("The request has more than %d parameters.".formatted(MOST));
    }
    for (String pair : pairs) {
      if (!pair.isEmpty()) {
        form.add(pair);
      }
    }
    return form;
  }

  private void add(String pair) {
    int equals = pair.indexOf('=');
    String name = decode(equals < 0 ? pair : pair.substring(0, equals));
    String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
    if (parameters.put(name, value) != null) {
      throw new Unreadable("A parameter is given more than once.");
    }
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw new Unreadable("The request is not a well-formed form.");
    }
  }

  /** Whether any parameter's name starts so. */
  boolean hasUnder(String prefix) {
    String first = parameters.ceilingKey(prefix);
    return first != null && first.startsWith(prefix);
  }

  /** All of them, by name. */
  Map<String, String> parameters() {
    return Collections.unmodifiableMap(parameters);
  }

  Optional<String> first(String name) {
    return Optional.ofNullable(parameters.get(name));
  }
}
