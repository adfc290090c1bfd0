package dev.berth.model;

/**
 * A repository by where it is, whether or not it exists.
 *
 * @param registry the registry it would be in
 * @param name its name there
 */
public record RepositoryAddress(RegistryId registry, RepositoryName name) {

  /** Its resource name in policies. */
  public Arn arn() {
    return Arn.ofRepository(registry, name);
  }
}
