package dev.berth.iam.policy;

import dev.berth.iam.policy.condition.Condition;
import dev.berth.iam.policy.match.ArnPattern;
import dev.berth.iam.policy.match.ArnText;
import dev.berth.iam.policy.match.ConditionValues;
import dev.berth.iam.policy.match.ContextKey;
import dev.berth.iam.policy.match.Glob;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A compiled statement: to which actions, resources and contexts it applies (IAM dossier 4.4 to
 * 4.6). Whom it names is asked apart, because that depends on the kind of caller.
 *
 * <p>A statement with something that only a careless write or a newer Berth can have brought here,
 * such as an unknown operator, allows nothing and, as far as the rest of it applies, denies (IAM
 * dossier 12, decision 8).
 */
public final class Statement {
  private final int index;
  private final Span span;
  private final Optional<String> sid;
  private final Effect effect;
  private final Optional<Principals> principals;
  private final Actions actions;
  private final Resources resources;
  private final List<Condition> conditions;
  private final boolean sound;

  Statement(
      WrittenPolicy.WrittenStatement written,
      Optional<Principals> principals,
      Actions actions,
      Resources resources,
      List<Condition> conditions,
      boolean sound) {
    this(
        written.index(),
        written.span(),
        written.sid(),
        written.effect(),
        principals,
        actions,
        resources,
        conditions,
        sound);
  }

  private Statement(
      int index,
      Span span,
      Optional<String> sid,
      Effect effect,
      Optional<Principals> principals,
      Actions actions,
      Resources resources,
      List<Condition> conditions,
      boolean sound) {
    this.index = index;
    this.span = span;
    this.sid = sid;
    this.effect = effect;
    this.principals = principals;
    this.actions = actions;
    this.resources = resources;
    this.conditions = List.copyOf(conditions);
    this.sound = sound;
  }

  /** Whom it names, or does not name. */
  public record Principals(boolean negated, List<PrincipalName> names) {}

  /**
   * Patterns of actions in lower case.
   *
   * @param written the patterns as texts
   * @param among the only actions that it is asked about; empty when it is asked about all
   */
  record Actions(boolean negated, List<String> written, List<Glob> patterns, Set<String> among) {
    boolean match(String action) {
      if (!among.isEmpty() && !among.contains(action)) {
        return false;
      }
      for (Glob pattern : patterns) {
        if (pattern.matches(action)) {
          return !negated;
        }
      }
      return negated;
    }
  }

  /** Patterns of resources. */
  record Resources(boolean negated, List<ArnPattern> patterns) {
    boolean match(ArnText resource, ConditionValues values) {
      for (ArnPattern pattern : patterns) {
        if (pattern.matches(resource, values)) {
          return !negated;
        }
      }
      return negated;
    }

    boolean isUnresolved(ConditionValues values) {
      return patterns.stream().anyMatch(pattern -> pattern.isUnresolved(values));
    }
  }

  /** Its place in the document, from 0. */
  public int index() {
    return index;
  }

  /** Where it stands in the text. */
  public Span span() {
    return span;
  }

  /** The name that its author gave it; an empty one counts as none. */
  public Optional<String> sid() {
    return sid.filter(text -> !text.isEmpty());
  }

  /** What it does where it applies. */
  public Effect effect() {
    return effect;
  }

  /** Whom it names; empty in documents that are attached to the principal. */
  public Optional<Principals> principals() {
    return principals;
  }

  /** Its conditions, which all must hold. */
  public List<Condition> conditions() {
    return conditions;
  }

  /**
   * Whether it applies to a request, whoever makes it.
   *
   * @param action in lower case
   */
  public boolean appliesTo(String action, ArnText resource, ConditionValues values) {
    if (!sound && effect == Effect.ALLOW) {
      return false;
    }
    return actions.match(action) && matchesResource(resource, values) && holds(values);
  }

  private boolean matchesResource(ArnText resource, ConditionValues values) {
    if (!resources.match(resource, values)) {
      return false;
    }
    // "all but the caller's own" without a caller's name must not become "all"
    return !resources.negated() || effect == Effect.DENY || !resources.isUnresolved(values);
  }

  private boolean holds(ConditionValues values) {
    for (Condition condition : conditions) {
      if (!condition.holds(values)) {
        return false;
      }
    }
    return true;
  }

  /** The context keys that it asks for, in conditions and variables. */
  Set<ContextKey> keys() {
    Set<ContextKey> keys = new HashSet<>();
    conditions.forEach(condition -> keys.addAll(condition.keys()));
    resources.patterns().forEach(pattern -> keys.addAll(pattern.keys()));
    return keys;
  }

  /** Whether it lists actions, and all of them are these, written out; in lower case. */
  boolean listsOnly(Set<String> listed) {
    return !actions.negated() && listed.containsAll(actions.written());
  }

  /** The same, asked about these actions alone; in lower case. */
  Statement onlyAbout(Set<String> asked) {
    return new Statement(
        index,
        span,
        sid,
        effect,
        principals,
        new Actions(actions.negated(), actions.written(), actions.patterns(), asked),
        resources,
        conditions,
        sound);
  }

  /** Whether each of its resources is {@code *} or a pattern that matches this one. */
  boolean staysWithin(ArnText resource) {
    return !resources.negated()
        && resources.patterns().stream()
            .allMatch(pattern -> pattern.matches(resource, ConditionValues.NONE));
  }
}
