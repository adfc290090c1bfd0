package dev.berth.model;

import java.util.regex.Pattern;

/**
 * An AWS account: the tenant that owns registries and identities.
 *
 * @param value exactly 12 decimal digits
 */
public record AccountId(String value) {
  private static final Pattern GRAMMAR = Pattern.compile("[0-9]{12}");

  public AccountId {
    if (!GRAMMAR.matcher(value).matches()) {
      throw new Malformed("account id", value, "it has 12 digits");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
