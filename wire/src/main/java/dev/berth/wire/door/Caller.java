package dev.berth.wire.door;

import dev.berth.iam.Principal;
import dev.berth.model.RegistryId;
import java.util.Optional;

/** Who sends a request. */
public sealed interface Caller {

  /**
   * Somebody who proved it.
   *
   * @param principal who
   * @param registry the registry that is meant: from the host name, or on a plain host from the
   *     credential
   * @param accessKeyId the key that it was proved with, as far as it is known; for the audit trail
   */
  record Known(Principal principal, RegistryId registry, Optional<String> accessKeyId)
      implements Caller {

    /** Without a key that is known. */
    public Known(Principal principal, RegistryId registry) {
      this(principal, registry, Optional.empty());
    }
  }

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
