package dev.berth.model;

import java.time.Instant;
import java.util.Optional;

/**
 * A user, group or role as it is stored.
 *
 * @param id such as {@code AIDA…}, never given out again
 * @param account whose it is
 * @param kind what it is
 * @param name unique among its kind in the account, whatever the case
 * @param path begins and ends with a slash
 * @param createdAt when it was made
 * @param boundary the managed policy that limits it; groups have none
 */
public record Identity(
    String id,
    AccountId account,
    IdentityKind kind,
    String name,
    String path,
    Instant createdAt,
    Optional<Arn> boundary) {

  /** Such as {@code arn:aws:iam::ACCOUNT:user/PATH/NAME}. */
  public Arn arn() {
    return arn(account, kind, path, name);
  }

  /** The ARN of such an identity. */
  public static Arn arn(AccountId account, IdentityKind kind, String path, String name) {
    return Arn.ofIam(account, kind.word() + path + name);
  }
}
