package dev.berth.model;

/** Why something was taken away that nobody asked to delete. */
public enum Reclaimed {
  /** A repository's hold on a layer that none of its images names, after the grace. */
  UNREFERENCED_LINK,
  /** A blob that no repository holds any more. */
  UNLINKED_BLOB,
  /** An upload that nobody went on with. */
  EXPIRED_UPLOAD,
  /** An upload that its client gave up, or whose bytes were not what it said. */
  DISCARDED_UPLOAD,
  /** The bytes of an upload that were there already. */
  DUPLICATE_UPLOAD,
  /** What was being uploaded to a repository that was deleted. */
  UPLOAD_OF_DELETED_REPOSITORY,
  /** An image whose subject was deleted. */
  ORPHANED_REFERRER,
  /** Something deleted that nobody brought back in time. */
  TRASH_OVER,
  /** A blob that only what was purged held. */
  PURGED,
  /** Bytes that no row knew. */
  UNOWNED_BYTES,
  /** Written down by a Berth that did not note why. */
  UNKNOWN
}
