package dev.berth.identity.gate;

import dev.berth.iam.policy.evaluate.NamedDocument;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a principal has, as the engine wants it.
 *
 * @param identity its own policies and those of its groups
 * @param boundary what limits it
 * @param tags of the user or role, by key in lower case; session tags are not among them
 */
record Held(
    List<NamedDocument> identity, Optional<NamedDocument> boundary, Map<String, String> tags) {
  /** Nothing: the root user, and whoever is gone. */
  static final Held NOTHING = new Held(List.of(), Optional.empty(), Map.of());

  Held {
    identity = List.copyOf(identity);
    tags = Map.copyOf(tags);
  }
}
