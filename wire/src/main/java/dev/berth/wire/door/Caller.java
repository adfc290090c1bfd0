package dev.berth.wire.door;

import dev.berth.iam.Principal;
import dev.berth.model.RegistryId;

/** Who sends a request. */
public sealed interface Caller {

  /**
   * Somebody who proved it.
   *
   * @param principal who
   * @param registry the registry that is meant: from the host name, or on a plain host from the
   *     credential
   */
  record Known(Principal principal, RegistryId registry) implements Caller {}

  /** Nobody was asked: the row is open or its address is sealed. */
  record Unasked() implements Caller {}

  /** The caller of a row that demands one. */
  default Known known() {
    return switch (this) {
      case Known known -> known;
      case Unasked _ -> throw new IllegalStateException("this row asks nobody who they are");
    };
  }
}
