package dev.berth.registry.lifecycle.selection;

import dev.berth.registry.lifecycle.policy.Rule;

/** What becomes of an image, and why. */
public sealed interface Fate {

  /**
   * A rule takes it.
   *
   * @param by the first rule that sees it
   * @param spare how many images that the rule sees may be gone without this one becoming one of
   *     those that the rule keeps; {@link Long#MAX_VALUE} when the rule does not count
   */
  record Taken(Rule by, long spare) implements Fate {}

  /** The first rule that sees it keeps it; no later one is asked (LE9). */
  record Shielded(Rule by) implements Fate {}

  /** The rule would take it, but an index names it. */
  record InIndex(Rule by) implements Fate {}

  /** The rule would take it, but somebody protected it. */
  record Protected(Rule by) implements Fate {}

  /** It goes when its subject goes. */
  record FollowsSubject() implements Fate {}

  /** It is on its way back from the archive. */
  record Activating() implements Fate {}

  /** No rule sees it. */
  record Unseen() implements Fate {}
}
