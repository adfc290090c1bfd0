package dev.berth.server.door;

import dev.berth.iam.AccessDenied;
import dev.berth.model.Malformed;
import dev.berth.wire.door.ClientGone;

/**
 * Tells a refusal, which is the client's business, from a failure, which is ours and goes to the
 * log.
 */
final class Failures {
  private Failures() {}

  /**
   * Whether a failure is a bug or a broken dependency. Refusals carry no stack trace: that is how
   * they are told apart without this package knowing every protocol's own.
   */
  static boolean isOurs(RuntimeException failure) {
    return switch (failure) {
      case AccessDenied _ -> false;
      case Malformed _ -> false;
      case ClientGone _ -> false;
      default -> failure.getStackTrace().length > 0;
    };
  }
}
