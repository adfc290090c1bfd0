package dev.berth.registry.lifecycle.policy;

import dev.berth.model.Tag;
import java.util.Collection;
import java.util.List;

/** Which images a rule sees, by their tags. */
public sealed interface TagSelection {

  /** Whether an image with these tags is seen. */
  boolean sees(Collection<Tag> tags);

  /** As a policy spells its {@code tagStatus}. */
  String word();

  /**
   * Images with tags, where each entry of the list is matched by some tag (LC-34).
   *
   * @param form how the list was written
   * @param list at least one
   */
  record Tagged(Form form, List<TagPattern> list) implements TagSelection {
    public Tagged {
      list = List.copyOf(list);
    }

    @Override
    public boolean sees(Collection<Tag> tags) {
      for (TagPattern pattern : list) {
        if (!someMatches(pattern, tags)) {
          return false;
        }
      }
      return true;
    }

    private static boolean someMatches(TagPattern pattern, Collection<Tag> tags) {
      for (Tag tag : tags) {
        if (pattern.matches(tag)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public String word() {
      return "tagged";
    }
  }

  /** Images without tags. */
  record Untagged() implements TagSelection {
    @Override
    public boolean sees(Collection<Tag> tags) {
      return tags.isEmpty();
    }

    @Override
    public String word() {
      return "untagged";
    }
  }

  /** Every image. */
  record Any() implements TagSelection {
    @Override
    public boolean sees(Collection<Tag> tags) {
      return true;
    }

    @Override
    public String word() {
      return "any";
    }
  }

  /** How a list of tags was written. */
  enum Form {
    PATTERNS("tagPatternList"),
    PREFIXES("tagPrefixList");

    private final String member;

    Form(String member) {
      this.member = member;
    }

    /** The member of the policy. */
    public String member() {
      return member;
    }
  }
}
