package dev.berth.wire.door;

/**
 * A call that would change something, refused because the disk of the audit trail takes nothing
 * now: nobody could be told of what else was denied and read. Reads go on.
 */
public final class AuditTrailFull extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says so. */
  public AuditTrailFull() {
    super("The disk of the audit trail is full.", null, false, false);
  }
}
