package dev.berth.registry.repository;

import dev.berth.metadata.Transaction;
import dev.berth.model.Encryption;
import dev.berth.model.RegistryId;
import dev.berth.model.Repository;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.Limits;
import dev.berth.registry.event.BerthEvents;
import dev.berth.registry.refusal.LimitExceeded;
import dev.berth.registry.refusal.TooManyResourceTags;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A repository to be made, by a call or by a template (ECR dossier 3.2, 18).
 *
 * @param address where
 * @param settings with the ARN of the default key where KMS was asked for without one
 * @param resourceTags as AWS allows them, and no more than may be
 */
public record NewRepository(
    RepositoryAddress address, RepositorySettings settings, Map<String, String> resourceTags) {

  /**
   * One that may be.
   *
   * @throws TooManyResourceTags for more than {@link Limits#resourceTags}
   * @throws dev.berth.registry.refusal.InvalidResourceTag for a key or value that AWS does not
   *     allow
   */
  public static NewRepository of(
      RepositoryAddress address,
      RepositorySettings settings,
      Map<String, String> resourceTags,
      Limits limits) {
    ResourceTagRules.check(resourceTags);
    if (resourceTags.size() > limits.resourceTags()) {
      throw new TooManyResourceTags(address, limits.resourceTags());
    }
    return new NewRepository(
        address,
        new RepositorySettings(
            settings.tagMutability(),
            settings.scanOnPush(),
            resolved(address.registry(), settings.encryption())),
        Map.copyOf(resourceTags));
  }

  /**
   * Makes it; empty when the name is taken.
   *
   * @throws LimitExceeded when the registry has {@link Limits#repositories} already
   */
  public Optional<Repository> insert(Transaction tx, Limits limits, Instant now) {
    if (tx.repositories().count(address.registry()) >= limits.repositories()) {
      throw LimitExceeded.repositories(address.registry(), limits.repositories());
    }
    Optional<Repository> made =
        tx.repositories()
            .insert(
                address,
                now,
                settings.tagMutability(),
                settings.scanOnPush(),
                settings.encryption());
    made.ifPresent(
        repository -> {
          tx.resourceTags().put(repository.id(), resourceTags);
          tx.outbox().append(BerthEvents.repositoryCreated(address, now));
        });
    return made;
  }

  // RP-06: AWS answers with the key behind alias aws/ecr. Ours is named after the registry, so that
  // it is the same each time.
  private static Encryption resolved(RegistryId registry, Encryption asked) {
    if (asked.type() == Encryption.Type.AES256 || asked.kmsKey().isPresent()) {
      return asked;
    }
    UUID key = UUID.nameUUIDFromBytes(("aws/ecr/" + registry).getBytes(StandardCharsets.UTF_8));
    return new Encryption(
        asked.type(),
        Optional.of(
            "arn:aws:kms:%s:%s:key/%s".formatted(registry.region(), registry.account(), key)));
  }
}
