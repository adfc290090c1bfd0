package dev.berth.iam.policy.match;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A pattern of ARNs: {@code *}, or up to six parts, each compared with the part of the ARN that
 * stands in its place; the sixth may hold colons, slashes and variables. Parts that are left out
 * match anything, as if {@code *} stood there (IAM dossier 4.2, 4.4). Case counts.
 */
public final class ArnPattern {
  private static final int LAST = ArnText.PARTS - 1;
  private static final Template ANYTHING =
      Template.of("*", Template.Stars.WILD, Template.Variables.LITERAL);

  private final boolean everything;
  private final boolean possible;
  private final List<Glob> parts;
  private final Template last;

  private ArnPattern(boolean everything, boolean possible, List<Glob> parts, Template last) {
    this.everything = everything;
    this.possible = possible;
    this.parts = parts;
    this.last = last;
  }

  /**
   * Reads a pattern in whose sixth part variables may stand. Any text is taken: one that does not
   * start with {@code arn:} and is not {@code *} matches nothing.
   */
  public static ArnPattern of(String text, Template.Variables variables) {
    String[] split = text.split(":", ArnText.PARTS);
    Template last =
        split.length == ArnText.PARTS
            ? Template.of(split[LAST], Template.Stars.WILD, variables)
            : ANYTHING;
    return of(Glob.wildcards(text), last);
  }

  /** A pattern whose wildcards are coded as {@link Glob} has them. */
  static ArnPattern coded(String coded) {
    String[] split = coded.split(":", ArnText.PARTS);
    return of(coded, split.length == ArnText.PARTS ? Template.coded(split[LAST]) : ANYTHING);
  }

  private static ArnPattern of(String coded, Template last) {
    String[] split = coded.split(":", ArnText.PARTS);
    Glob[] globs = new Glob[LAST];
    for (int i = 0; i < LAST; i++) {
      globs[i] = i < split.length ? Glob.coded(split[i]) : Glob.ANY;
    }
    boolean stars = !coded.isEmpty() && coded.chars().allMatch(c -> c == Glob.RUN);
    return new ArnPattern(stars, split[0].equals("arn"), List.of(globs), last);
  }

  /** The keys that its variables name. */
  public Set<ContextKey> keys() {
    return last.keys();
  }

  /** Whether a variable of it finds neither value nor default, so that it matches nothing. */
  public boolean isUnresolved(ConditionValues values) {
    return last.glob(values).isEmpty();
  }

  /** Whether the text is an ARN that it matches. */
  public boolean matches(ArnText arn, ConditionValues values) {
    if (everything) {
      return true;
    }
    if (!possible || !arn.isArn()) {
      return false;
    }
    // from behind: accounts and names differ more often than services
    Optional<Glob> resource = last.glob(values);
    if (resource.isEmpty() || !arn.part(LAST, resource.get())) {
      return false;
    }
    for (int i = LAST - 1; i > 0; i--) {
      if (!arn.part(i, parts.get(i))) {
        return false;
      }
    }
    return true;
  }
}
