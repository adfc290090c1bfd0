package dev.berth.metadata;

/**
 * The database could not take or finish a piece of work: too many wait, the disk is full, the
 * server does not answer, or it is closed. Nothing of the work was stored, unless the cause is a
 * connection lost while it committed.
 */
public sealed class DatabaseUnavailable extends RuntimeException permits DatabaseFull {
  DatabaseUnavailable(String message) {
    super(message);
  }

  DatabaseUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
