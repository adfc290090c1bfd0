package dev.berth.registry.lifecycle;

import dev.berth.metadata.Database;
import dev.berth.metadata.Transaction;
import dev.berth.model.Repository;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.refusal.LimitExceeded;
import dev.berth.registry.refusal.RepositoryNotFound;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * The images that lifecycle must not touch, whatever the rules say: ours, ECR has no such thing.
 * Nothing else asks about them: who deletes an image by its name deletes it.
 */
public final class Protections {
  /** The most of one repository. */
  public static final int MOST = 100;

  private final Database database;
  private final InstantSource clock;

  public Protections(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Those of the repository, in byte order.
   *
   * @throws RepositoryNotFound when there is no such repository
   */
  public List<String> list(RepositoryAddress address) {
    return database.read(
        tx -> tx.lifecycleProtections().of(LifecyclePolicies.repository(tx, address).id()));
  }

  /**
   * Adds one; one that is there is no mistake.
   *
   * @return all that there are now
   * @throws RepositoryNotFound when there is no such repository
   * @throws LimitExceeded for one more than {@link #MOST}
   */
  public List<String> protect(RepositoryAddress address, Protection protection) {
    return change(
        address,
        (tx, repository) -> {
          tx.lifecycleProtections().add(repository, protection.text(), clock.instant());
          if (tx.lifecycleProtections().of(repository).size() > MOST) {
            throw new LimitExceeded(
                LimitExceeded.Kind.LIFECYCLE_PROTECTIONS,
                MOST,
                "The repository with name '%s' already has the maximum of %d protections"
                    .formatted(address.name(), MOST));
          }
        });
  }

  /**
   * Removes one; one that is not there is no mistake.
   *
   * @return all that there are now
   * @throws RepositoryNotFound when there is no such repository
   */
  public List<String> unprotect(RepositoryAddress address, Protection protection) {
    return change(
        address,
        (tx, repository) -> tx.lifecycleProtections().remove(repository, protection.text()));
  }

  /** Those of the repository, to ask about images. */
  static List<Protection> of(Transaction tx, long repositoryId) {
    return tx.lifecycleProtections().of(repositoryId).stream().map(Protection::parse).toList();
  }

  private List<String> change(RepositoryAddress address, BiConsumer<Transaction, Long> change) {
    return database.write(
        tx -> {
          Repository repository =
              tx.repositories().lock(address).orElseThrow(() -> new RepositoryNotFound(address));
          change.accept(tx, repository.id());
          return tx.lifecycleProtections().of(repository.id());
        });
  }
}
