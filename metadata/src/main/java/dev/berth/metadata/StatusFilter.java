package dev.berth.metadata;

/**
 * Images of which status a list shows (ECR API, {@code imageStatus} and {@code artifactStatus}).
 */
public enum StatusFilter {
  ACTIVE,
  ARCHIVED,
  ACTIVATING,
  /** All three. */
  ANY;

  /** What the column is compared with; {@code %} takes all. */
  String pattern() {
    return this == ANY ? "%" : name();
  }
}
