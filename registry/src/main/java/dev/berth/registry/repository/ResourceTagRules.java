package dev.berth.registry.repository;

import dev.berth.registry.refusal.InvalidResourceTag;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** What AWS demands of the tags of a resource (ecr-behaviour 4; AWS tagging rules). */
final class ResourceTagRules {
  private static final int MAX_KEY = 128;
  private static final int MAX_VALUE = 256;
  private static final int SHOWN = 300;
  private static final String RESERVED = "aws:";
  // possessive, so that text from outside is matched in one pass
  private static final Pattern CHARACTERS = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*+");

  private ResourceTagRules() {}

  /** Returns when every tag may be; else {@link InvalidResourceTag} for the first that may not. */
  static void check(Map<String, String> tags) {
    tags.forEach(ResourceTagRules::check);
  }

  private static void check(String key, String value) {
    if (key.isEmpty() || length(key) > MAX_KEY) {
      throw refusal(key, "a key has 1 to 128 characters");
    }
    if (length(value) > MAX_VALUE) {
      throw refusal(key, "a value has at most 256 characters");
    }
    if (key.toLowerCase(Locale.ROOT).startsWith(RESERVED)) {
      throw refusal(key, "keys that start with 'aws:' are reserved");
    }
    if (!CHARACTERS.matcher(key).matches() || !CHARACTERS.matcher(value).matches()) {
      throw refusal(key, "letters, digits, spaces and _ . : / = + - @ are allowed");
    }
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static InvalidResourceTag refusal(String key, String rule) {
    return new InvalidResourceTag(
        key.length() <= SHOWN ? key : key.substring(0, SHOWN) + "…", rule);
  }
}
