package dev.berth.model;

import java.time.Instant;
import java.util.Optional;

/**
 * A managed policy: an account's own, or one that AWS defines and every account sees.
 *
 * @param id {@code ANPA…}
 * @param arn its own; with {@code aws} in place of an account when AWS defines it
 * @param name without its path
 * @param path begins and ends with a slash
 * @param description in words
 * @param createdAt when it was made
 * @param updatedAt when its default version was last chosen
 * @param defaultVersion the number of the version that counts
 * @param lastVersion the highest number that was given to a version
 */
public record ManagedPolicy(
    String id,
    Arn arn,
    String name,
    String path,
    Optional<String> description,
    Instant createdAt,
    Instant updatedAt,
    int defaultVersion,
    int lastVersion) {

  /**
   * One version of its document.
   *
   * @param number 1 is the first
   * @param document byte for byte as it was given
   */
  public record Version(int number, String document, Instant createdAt) {
    /** Such as {@code v1}. */
    public String id() {
      return "v" + number;
    }
  }

  /** Whether AWS defines it. */
  public boolean isAws() {
    return arn.account().equals("aws");
  }

  /** The ARN of an account's own policy. */
  public static Arn arn(AccountId account, String path, String name) {
    return Arn.ofIam(account, "policy" + path + name);
  }
}
