package dev.berth.registry.replication;

import dev.berth.metadata.Database;
import dev.berth.metadata.RegistryConfigurationTable.Kind;
import dev.berth.model.Image;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.image.ImageId;
import dev.berth.registry.image.Images;

/**
 * Where registries' images go (ECR dossier 16, CHECKLIST RE-01, RE-02, RE-03, RE-05, RE-12).
 * Nothing copies yet: no image has a status at a destination.
 */
public final class Replication {
  private final Database database;

  public Replication(Database database) {
    this.database = database;
  }

  /** Where the registry's images go. */
  public ReplicationConfiguration get(RegistryId registry) {
    return database.read(
        tx ->
            tx.registryConfigurations()
                .find(registry, Kind.REPLICATION)
                .map(ReplicationConfiguration::parse)
                .orElse(ReplicationConfiguration.NONE));
  }

  /** Replaces where the registry's images go; without rules they stay. */
  public void put(RegistryId registry, ReplicationConfiguration configuration) {
    database.write(
        tx -> {
          tx.registryConfigurations().put(registry, Kind.REPLICATION, configuration.text());
          return configuration;
        });
  }

  /**
   * The image whose copies are asked for.
   *
   * @throws dev.berth.registry.refusal.ImageNotFound when there is none
   */
  public Image find(RepositoryAddress address, ImageId id) {
    return database.read(tx -> Images.lookup(tx, address, id));
  }
}
