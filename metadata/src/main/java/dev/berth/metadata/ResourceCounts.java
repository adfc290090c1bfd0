package dev.berth.metadata;

import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import java.util.List;

/**
 * How much there is of what quotas count ({@code ResourceCount}, ECR dossier 21; CHECKLIST MQ-03).
 *
 * @param registries that have a repository
 * @param repositories the images of each, for as many as were asked for
 * @param openUploads of all registries
 */
public record ResourceCounts(
    List<OfRegistry> registries, List<OfRepository> repositories, long openUploads) {
  public ResourceCounts {
    registries = List.copyOf(registries);
    repositories = List.copyOf(repositories);
  }

  /**
   * A registry.
   *
   * @param repositories how many it has
   * @param images of all of them
   * @param mostImages of the one that has most
   */
  public record OfRegistry(RegistryId registry, long repositories, long images, long mostImages) {}

  /**
   * A repository.
   *
   * @param images how many it has
   */
  public record OfRepository(RepositoryAddress repository, long images) {}
}
