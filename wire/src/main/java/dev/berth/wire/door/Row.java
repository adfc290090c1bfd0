package dev.berth.wire.door;

/** A row of a door's table. What is in no table does not exist. */
public interface Row {

  /**
   * How it is addressed, for people: {@code PUT /v2/{name}/manifests/{reference}} or {@code
   * PutImage}.
   */
  String name();

  /** Who may use it. */
  GuardKind guard();

  /**
   * Whether a request may change what is stored. The audit entry of one that does is in the same
   * commit as the change.
   */
  default boolean changes() {
    return false;
  }

  /** The ways in which a row can be guarded (invariant I6). There is no other. */
  enum GuardKind {
    /** The gate decides the demands of each request. */
    DEMANDS,
    /** The caller must be known; nothing else is asked ({@code GET /v2/}, GetCallerIdentity). */
    AUTHENTICATED,
    /** Anybody: health and the front page. */
    OPEN,
    /** The request carries its own sealed permission: a signed address, a web identity token. */
    SEALED
  }
}
