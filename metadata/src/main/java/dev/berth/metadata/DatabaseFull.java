package dev.berth.metadata;

/**
 * There is no room on the database's disk for a write. Nothing of it was stored; reads go on, and
 * so do writes when there is room again.
 */
public final class DatabaseFull extends DatabaseUnavailable {
  private static final long serialVersionUID = 1L;

  DatabaseFull(Throwable cause) {
    super("there is no room for the write", cause);
  }
}
