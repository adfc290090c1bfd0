package dev.berth.identity;

import dev.berth.model.AccountId;
import dev.berth.model.Arn;
import dev.berth.model.Identity;
import dev.berth.model.IdentityKind;
import java.util.Optional;

/** Turns the names in requests into what the right to do something is decided on. */
public final class IdentityNames {
  private final IdentityRows rows;

  /**
   * A user, group or role, existing or not.
   *
   * @param arn with its path; with the root's path when there is none of the name
   * @param boundary the policy that limits it
   */
  public record Named(Arn arn, Optional<Arn> boundary) {}

  public IdentityNames(IdentityRows rows) {
    this.rows = rows;
  }

  /** What is of that name. */
  public Named of(AccountId account, IdentityKind kind, String name) {
    return rows.read(tx -> tx.identities().find(account, kind, name))
        .map(found -> new Named(found.arn(), found.boundary()))
        .orElseGet(() -> new Named(Identity.arn(account, kind, "/", name), Optional.empty()));
  }
}
