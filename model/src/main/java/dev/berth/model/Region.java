package dev.berth.model;

import java.util.regex.Pattern;

/**
 * An AWS Region's code, such as {@code us-east-1}. Any word of the form is accepted, so that a site
 * may name its own.
 *
 * @param value 1 to 40 lower-case letters, digits and inner hyphens
 */
public record Region(String value) {
  private static final Pattern GRAMMAR = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?");

  public Region {
    if (!GRAMMAR.matcher(value).matches()) {
      throw new Malformed(
          "Region", value, "it has 1 to 40 lower-case letters, digits and inner hyphens");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
