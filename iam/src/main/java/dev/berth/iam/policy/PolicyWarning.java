package dev.berth.iam.policy;

/**
 * Something that a document may say and that its author hardly means (threat T25). It is stored all
 * the same, because AWS stores it.
 *
 * @param statement its place in the document, from 0
 * @param sentence what it does and what to write instead
 */
public record PolicyWarning(int statement, Kind kind, String sentence) {

  /** What the warning is about. */
  public enum Kind {
    /** An Allow under {@code ForAllValues} also allows when the request has no such key. */
    HOLDS_WITHOUT_KEY,
    /** A multivalued key under an operator for one value, which never holds. */
    NEVER_HOLDS,
    /** A role that more workloads may assume than one would think. */
    WIDE_TRUST
  }
}
