package dev.berth.model;

import java.time.Instant;
import java.util.regex.Pattern;

/**
 * A long-term access key.
 *
 * @param id the public half, 3 to 128 word characters
 * @param account whose key it is
 * @param owner the principal that it authenticates
 * @param secret the secret half, sealed; associated data is {@code access-key/ID/ACCOUNT}
 * @param generation raised whenever the secret changes, so that registry tokens of an older one end
 *     at once
 * @param createdAt when it was made
 */
public record AccessKey(
    String id,
    AccountId account,
    Arn owner,
    SealedSecret secret,
    long generation,
    Instant createdAt) {
  private static final Pattern ID = Pattern.compile("\\w{3,128}");

  public AccessKey {
    if (!ID.matcher(id).matches()) {
      throw new Malformed("access key id", id, "it has 3 to 128 letters, digits and underscores");
    }
  }
}
