package dev.berth.model;

import java.util.regex.Pattern;

/**
 * The name of an image in its repository (ECR API, {@code ImageTag}). The {@code /v2/} protocol
 * takes a narrower grammar, see {@link #isOciTag()}.
 *
 * @param value 1 to 300 letters, digits, {@code .}, {@code _} and {@code -}
 */
public record Tag(String value) implements Comparable<Tag> {
  private static final int LONGEST = 300;
  private static final Pattern OCI_GRAMMAR = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");

  public Tag {
    if (value.isEmpty() || value.length() > LONGEST || !isOfTagCharacters(value)) {
      throw new Malformed("tag", value, "it has 1 to 300 letters, digits, '.', '_' and '-'");
    }
  }

  /** Without a pattern: every image that is looked at has tags. */
  private static boolean isOfTagCharacters(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean allowed =
          (c >= 'a' && c <= 'z')
              || (c >= '0' && c <= '9')
              || c == '-'
              || c == '.'
              || c == '_'
              || (c >= 'A' && c <= 'Z');
      if (!allowed) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether clients of the OCI distribution protocol can name it (distribution-spec, "Pulling
   * manifests").
   */
  public boolean isOciTag() {
    return OCI_GRAMMAR.matcher(value).matches();
  }

  @Override
  public int compareTo(Tag other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
