package dev.berth.registry.signing;

import dev.berth.metadata.Database;
import dev.berth.metadata.RegistryConfigurationTable.Kind;
import dev.berth.metadata.Transaction;
import dev.berth.model.Image;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.image.ImageId;
import dev.berth.registry.image.Images;
import dev.berth.registry.refusal.SigningConfigurationNotFound;

/**
 * What registries sign (ECR dossier 15, CHECKLIST SG-01, SG-02, SG-07). Nothing signs yet: a push
 * has no signature, and no signing has a status.
 */
public final class Signing {
  private final Database database;

  public Signing(Database database) {
    this.database = database;
  }

  /**
   * What the registry signs.
   *
   * @throws SigningConfigurationNotFound when nobody configured it
   */
  public SigningConfiguration get(RegistryId registry) {
    return database.read(tx -> configuration(tx, registry));
  }

  private static SigningConfiguration configuration(Transaction tx, RegistryId registry) {
    return tx.registryConfigurations()
        .find(registry, Kind.SIGNING)
        .map(SigningConfiguration::parse)
        .orElseThrow(() -> new SigningConfigurationNotFound(registry));
  }

  /** Replaces what the registry signs. */
  public void put(RegistryId registry, SigningConfiguration configuration) {
    database.write(
        tx -> {
          tx.registryConfigurations().put(registry, Kind.SIGNING, configuration.text());
          return configuration;
        });
  }

  /**
   * Ends what the registry signs; signatures that there are stay.
   *
   * @return what it was
   * @throws SigningConfigurationNotFound when nobody configured it
   */
  public SigningConfiguration delete(RegistryId registry) {
    return database.write(
        tx -> {
          SigningConfiguration was = configuration(tx, registry);
          tx.registryConfigurations().delete(registry, Kind.SIGNING);
          return was;
        });
  }

  /**
   * The image whose signings are asked for.
   *
   * @throws dev.berth.registry.refusal.ImageNotFound when there is none
   */
  public Image find(RepositoryAddress address, ImageId id) {
    return database.read(tx -> Images.lookup(tx, address, id));
  }
}
