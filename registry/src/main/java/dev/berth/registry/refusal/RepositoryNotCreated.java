package dev.berth.registry.refusal;

import dev.berth.model.RepositoryAddress;
import dev.berth.model.RepositoryPrefix;

/**
 * There is no such repository, and its creation template cannot make it (ECR dossier 18, CHECKLIST
 * CT-07, CT-11). It begins with ECR's words for a repository that is not there.
 */
public final class RepositoryNotCreated extends Refusal {
  private final RepositoryAddress address;
  private final RepositoryPrefix template;

  /**
   * @param address which one
   * @param template by which it would be made
   * @param why what the template does, to end the sentence
   */
  public RepositoryNotCreated(RepositoryAddress address, RepositoryPrefix template, String why) {
    super(
        "The repository with name '%s' does not exist in the registry with id '%s', and is not created: the repository creation template with prefix '%s' %s"
            .formatted(address.name(), address.registry().account(), template, why));
    this.address = address;
    this.template = template;
  }

  /** Which one. */
  public RepositoryAddress address() {
    return address;
  }

  /** By which template it would be made. */
  public RepositoryPrefix template() {
    return template;
  }
}
