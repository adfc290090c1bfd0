package dev.berth.registry.refusal;

import dev.berth.model.RegistryId;
import dev.berth.model.TrashId;

/** There is no such entry in the registry's trash: it was brought back, purged, or is over. */
public final class TrashEntryNotFound extends Refusal {
  private final TrashId entry;

  /**
   * @param registry where it was looked for
   * @param entry what was looked for
   */
  public TrashEntryNotFound(RegistryId registry, TrashId entry) {
    super(
        "The trash of the registry with id '%s' has no entry '%s'"
            .formatted(registry.account(), entry));
    this.entry = entry;
  }

  /** What was looked for. */
  public TrashId entry() {
    return entry;
  }
}
