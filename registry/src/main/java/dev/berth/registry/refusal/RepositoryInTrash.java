package dev.berth.registry.refusal;

import dev.berth.model.RepositoryAddress;
import dev.berth.model.TrashId;

/** An image cannot come back into a repository that is deleted itself. */
public final class RepositoryInTrash extends Refusal {
  private final TrashId entry;

  /**
   * @param repository the deleted repository, by the name that it had
   * @param entry of the repository
   */
  public RepositoryInTrash(RepositoryAddress repository, TrashId entry) {
    super(
        "The repository with name '%s' is in the trash itself; restore '%s' first"
            .formatted(repository.name(), entry));
    this.entry = entry;
  }

  /** The entry of the repository, which has to come back first. */
  public TrashId entry() {
    return entry;
  }
}
