package dev.berth.model;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A long-term access key.
 *
 * @param id the public half, 3 to 128 word characters
 * @param account whose key it is
 * @param user the user that it authenticates; empty for the account's root user
 * @param status whether it may sign
 * @param secret the secret half, sealed; associated data is {@code access-key/ID/ACCOUNT}
 * @param generation raised whenever the secret changes or the key is made inactive, so that
 *     registry tokens of before end at once
 * @param createdAt when it was made
 */
public record AccessKey(
    String id,
    AccountId account,
    Optional<Owner> user,
    Status status,
    SealedSecret secret,
    long generation,
    Instant createdAt) {
  private static final Pattern ID = Pattern.compile("\\w{3,128}");

  public AccessKey {
    if (!ID.matcher(id).matches()) {
      throw new Malformed("access key id", id, "it has 3 to 128 letters, digits and underscores");
    }
  }

  /**
   * A user as it is when the key is read.
   *
   * @param id {@code AIDA…}
   * @param arn with path and name as they are now
   */
  public record Owner(String id, Arn arn) {}

  /** Whether a key may sign. */
  public enum Status {
    ACTIVE,
    INACTIVE
  }

  /**
   * When a key last signed a request.
   *
   * @param service the signing name, such as {@code ecr}
   */
  public record Use(Instant at, String service, String region) {}

  /** A root user's key that is active. */
  public static AccessKey ofRoot(
      String id, AccountId account, SealedSecret secret, long generation, Instant createdAt) {
    return new AccessKey(
        id, account, Optional.empty(), Status.ACTIVE, secret, generation, createdAt);
  }

  /** The ARN of the principal that it authenticates. */
  public Arn owner() {
    return user.map(Owner::arn).orElseGet(() -> Arn.ofRoot(account));
  }
}
