package dev.berth.registry.repository;

import dev.berth.metadata.Database;
import dev.berth.metadata.Transaction;
import dev.berth.model.Arn;
import dev.berth.model.Page;
import dev.berth.model.RegistryId;
import dev.berth.model.Repository;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.RepositoryName;
import dev.berth.model.TagMutability;
import dev.berth.model.TrashEntry.Cause;
import dev.berth.registry.Limits;
import dev.berth.registry.Rules;
import dev.berth.registry.event.BerthEvents;
import dev.berth.registry.refusal.RepositoryAlreadyExists;
import dev.berth.registry.refusal.RepositoryNotEmpty;
import dev.berth.registry.refusal.RepositoryNotFound;
import dev.berth.registry.refusal.TooManyResourceTags;
import dev.berth.registry.trash.Act;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** The repositories of all registries (ecr-behaviour 3 and 4). */
public final class Repositories {
  private final Database database;
  private final Limits limits;
  private final Duration undoWindow;
  private final InstantSource clock;

  public Repositories(Database database, Rules rules, InstantSource clock) {
    this.database = database;
    this.limits = rules.limits();
    this.undoWindow = rules.retention().undoWindow();
    this.clock = clock;
  }

  /**
   * Creates a repository. One that asks for KMS without a key gets the ARN of the account's default
   * key.
   *
   * @throws RepositoryAlreadyExists when the name is taken
   * @throws TooManyResourceTags for more than {@link Limits#resourceTags}
   * @throws dev.berth.registry.refusal.InvalidResourceTag for a key or value that AWS does not
   *     allow
   * @throws dev.berth.registry.refusal.LimitExceeded when the registry has {@link
   *     Limits#repositories} already
   */
  public Repository create(
      RepositoryAddress address, RepositorySettings settings, Map<String, String> resourceTags) {
    NewRepository made = NewRepository.of(address, settings, resourceTags, limits);
    return database.write(
        tx -> {
          if (tx.repositories().find(address).isPresent()) {
            throw new RepositoryAlreadyExists(address);
          }
          return made.insert(tx, limits, clock.instant())
              .orElseThrow(() -> new RepositoryAlreadyExists(address));
        });
  }

  /** The repository, if there is one. */
  public Optional<Repository> find(RepositoryAddress address) {
    return database.read(tx -> tx.repositories().find(address));
  }

  /**
   * The repository.
   *
   * @throws RepositoryNotFound when there is none
   */
  public Repository get(RepositoryAddress address) {
    return find(address).orElseThrow(() -> new RepositoryNotFound(address));
  }

  /**
   * The repositories of those names, each once, in the order of their names.
   *
   * @throws RepositoryNotFound for the first name, in the order given, that is not there: the whole
   *     call fails (RP-09)
   */
  public List<Repository> getAll(RegistryId registry, Collection<RepositoryName> names) {
    if (names.isEmpty()) {
      return List.of();
    }
    List<Repository> found = database.read(tx -> tx.repositories().findAll(registry, names));
    Set<RepositoryName> known = found.stream().map(Repository::name).collect(Collectors.toSet());
    for (RepositoryName name : names) {
      if (!known.contains(name)) {
        throw new RepositoryNotFound(new RepositoryAddress(registry, name));
      }
    }
    return found.stream().sorted(Comparator.comparing(Repository::name)).toList();
  }

  /** All repositories of a registry, in the order of their names. */
  public Page<Repository, RepositoryName> page(
      RegistryId registry, Page.Request<RepositoryName> request) {
    return database.read(tx -> tx.repositories().page(registry, request));
  }

  /**
   * Deletes a repository with its resource tags, uploads and links to layers; blobs that other
   * repositories hold stay there.
   *
   * @param by who deletes
   * @return what was deleted
   * @throws RepositoryNotFound when there is none
   * @throws RepositoryNotEmpty when it has images, untagged ones too, and they are not to go with
   *     it (RP-10, RP-12)
   */
  public Repository delete(RepositoryAddress address, Deletion deletion, Arn by) {
    return database.write(
        tx -> {
          Repository repository = lock(tx, address);
          long images = tx.images().count(repository.id());
          if (deletion == Deletion.ONLY_IF_EMPTY && images > 0) {
            throw new RepositoryNotEmpty(address);
          }
          Act act = new Act(undoWindow, new Cause.ByCaller(by), clock.instant());
          act.delete(tx, repository, images);
          tx.outbox().append(BerthEvents.repositoryDeleted(address, images, act.now()));
          return repository;
        });
  }

  /**
   * Replaces mode and filters; what later pushes meet. Tags that exist stay as they are
   * (ecr-behaviour 11).
   *
   * @return the repository afterwards
   */
  public Repository putTagMutability(RepositoryAddress address, TagMutability tagMutability) {
    return database.write(
        tx -> {
          Repository before = lock(tx, address);
          tx.repositories().setTagMutability(before.id(), tagMutability);
          return new Repository(
              before.id(),
              address,
              before.createdAt(),
              tagMutability,
              before.scanOnPush(),
              before.encryption());
        });
  }

  /**
   * Adds resource tags; a key that is there gets the new value (TG-01).
   *
   * @throws TooManyResourceTags when the repository would have more than {@link
   *     Limits#resourceTags}
   * @throws dev.berth.registry.refusal.InvalidResourceTag for a key or value that AWS does not
   *     allow
   */
  public void tag(RepositoryAddress address, Map<String, String> tags) {
    ResourceTagRules.check(tags);
    database.write(
        tx -> {
          Repository repository = lock(tx, address);
          SortedMap<String, String> after = tx.resourceTags().of(repository.id());
          after.putAll(tags);
          refuseAbove(address, after.size());
          tx.resourceTags().put(repository.id(), tags);
          return repository;
        });
  }

  /** Removes resource tags; a key that is not there is no mistake. */
  public void untag(RepositoryAddress address, Collection<String> keys) {
    database.write(
        tx -> {
          Repository repository = lock(tx, address);
          tx.resourceTags().remove(repository.id(), keys);
          return repository;
        });
  }

  /** The resource tags, in the order of their keys. */
  public SortedMap<String, String> tags(RepositoryAddress address) {
    return database.read(
        tx ->
            tx.resourceTags()
                .of(
                    tx.repositories()
                        .find(address)
                        .orElseThrow(() -> new RepositoryNotFound(address))
                        .id()));
  }

  private static Repository lock(Transaction tx, RepositoryAddress address) {
    return tx.repositories().lock(address).orElseThrow(() -> new RepositoryNotFound(address));
  }

  private void refuseAbove(RepositoryAddress address, int tags) {
    if (tags > limits.resourceTags()) {
      throw new TooManyResourceTags(address, limits.resourceTags());
    }
  }
}
