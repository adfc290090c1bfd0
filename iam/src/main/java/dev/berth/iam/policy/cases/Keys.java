package dev.berth.iam.policy.cases;

/** Sentences about keys. */
final class Keys {
  private Keys() {}

  static String unknown(String what, String key, String known) {
    return "%s has no key \"%s\"; it has %s".formatted(what, key, known);
  }

  static String missing(String what, String key) {
    return "%s needs the key \"%s\"".formatted(what, key);
  }
}
