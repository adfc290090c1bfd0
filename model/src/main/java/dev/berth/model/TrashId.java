package dev.berth.model;

import java.util.regex.Pattern;

/**
 * The name of an entry of the trash, made when something is deleted and never given out again.
 *
 * @param value {@code trash-} and 17 hexadecimal digits in lower case; else {@link Malformed}
 */
public record TrashId(String value) {
  private static final Pattern FORM = Pattern.compile("trash-[0-9a-f]{17}");

  public TrashId {
    if (!FORM.matcher(value).matches()) {
      throw new Malformed("trash entry", value, "it is trash- and 17 hexadecimal digits");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
