package dev.berth.identity;

import dev.berth.iam.sigv4.SigningSecret;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An access key of an account's root user. The secret never shows itself.
 *
 * @param id 3 to 128 letters, digits and underscores
 * @param secret 8 to 128 characters without blanks around them
 */
public record RootKey(String id, SigningSecret secret) {
  private static final Pattern ID = Pattern.compile("\\w{3,128}");
  private static final int SHORTEST_SECRET = 8;
  private static final int LONGEST_SECRET = 128;

  public RootKey {
    if (!ID.matcher(id).matches()) {
      throw new KeyRefused(
          "The id of a root access key (BERTH_ROOT_ACCESS_KEY_ID) has 3 to 128 letters, digits and"
              + " underscores.");
    }
    int length = secret.value().length();
    if (length < SHORTEST_SECRET
        || length > LONGEST_SECRET
        || !secret.value().strip().equals(secret.value())) {
      throw new KeyRefused(
          "The secret of a root access key (BERTH_ROOT_SECRET_ACCESS_KEY) has 8 to 128 characters,"
              + " without blanks around them.");
    }
  }

  /**
   * The key that the environment gives.
   *
   * @param id {@code BERTH_ROOT_ACCESS_KEY_ID}
   * @param secret {@code BERTH_ROOT_SECRET_ACCESS_KEY}
   * @throws KeyRefused when only one is there or one of them cannot be used
   */
  public static Optional<RootKey> given(Optional<String> id, Optional<String> secret) {
    if (id.isPresent() != secret.isPresent()) {
      throw new KeyRefused(
          "BERTH_ROOT_ACCESS_KEY_ID and BERTH_ROOT_SECRET_ACCESS_KEY go together; %s is missing."
              .formatted(
                  id.isPresent() ? "BERTH_ROOT_SECRET_ACCESS_KEY" : "BERTH_ROOT_ACCESS_KEY_ID"));
    }
    return id.flatMap(name -> secret.map(value -> new RootKey(name, new SigningSecret(value))));
  }

  /** A key in the form of AWS's own. */
  static RootKey random(SecureRandom random) {
    IdentityIds ids = new IdentityIds(random);
    return new RootKey(ids.ofKey(), ids.secret());
  }
}
