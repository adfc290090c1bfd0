package dev.berth.model;

import java.util.List;

/**
 * Whether a tag that exists may move to another image (ECR API, {@code ImageTagMutability}).
 *
 * @param mode the rule for most tags
 * @param exclusions the tags for which the opposite holds: 1 or more filters with the two {@code
 *     _WITH_EXCLUSION} modes, none with the others
 */
public record TagMutability(Mode mode, List<TagFilter> exclusions) {
  /** What a repository has when nothing was asked for. */
  public static final TagMutability MUTABLE = new TagMutability(Mode.MUTABLE, List.of());

  /** The four modes, spelled as on the wire. */
  public enum Mode {
    MUTABLE,
    IMMUTABLE,
    IMMUTABLE_WITH_EXCLUSION,
    MUTABLE_WITH_EXCLUSION;

    /** Whether exclusion filters belong to the mode. */
    public boolean hasExclusions() {
      return this == IMMUTABLE_WITH_EXCLUSION || this == MUTABLE_WITH_EXCLUSION;
    }
  }

  public TagMutability {
    exclusions = List.copyOf(exclusions);
    if (mode.hasExclusions() == exclusions.isEmpty()) {
      throw new IllegalArgumentException(
          "mode %s with %d exclusion filters".formatted(mode, exclusions.size()));
    }
  }

  /** Whether this tag, once it exists, may be moved to another image. */
  public boolean mayMove(Tag tag) {
    return switch (mode) {
      case MUTABLE -> true;
      case IMMUTABLE -> false;
      case IMMUTABLE_WITH_EXCLUSION -> isExcluded(tag);
      case MUTABLE_WITH_EXCLUSION -> !isExcluded(tag);
    };
  }

  private boolean isExcluded(Tag tag) {
    return exclusions.stream().anyMatch(filter -> filter.matches(tag));
  }
}
