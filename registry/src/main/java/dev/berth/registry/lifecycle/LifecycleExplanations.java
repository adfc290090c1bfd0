package dev.berth.registry.lifecycle;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.berth.metadata.Database;
import dev.berth.metadata.LifecycleImage;
import dev.berth.metadata.LifecyclePolicyTable.Stored;
import dev.berth.model.Page;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.lifecycle.policy.LifecyclePolicy;
import dev.berth.registry.lifecycle.selection.Fate;
import dev.berth.registry.lifecycle.selection.Selection;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Says image by image what the policy of a repository would do now, and why. A selection over all
 * images is remembered for a minute, so that the pages of one list do not each begin with one.
 */
public final class LifecycleExplanations {
  private static final Duration REMEMBERED = Duration.ofMinutes(1);

  /** Images of all selections that are remembered, of about 80 bytes each. */
  private static final long MOST_REMEMBERED = 1_000_000;

  private final Database database;
  private final Candidates candidates;
  private final InstantSource clock;
  private final Cache<Stored, Selection> remembered =
      Caffeine.newBuilder()
          .maximumWeight(MOST_REMEMBERED)
          .weigher((Stored policy, Selection selection) -> selection.size() + 1)
          .expireAfterWrite(REMEMBERED)
          .executor(Runnable::run)
          .build();

  public LifecycleExplanations(Database database, InstantSource clock) {
    this.database = database;
    this.candidates = new Candidates(database);
    this.clock = clock;
  }

  /**
   * An image and what becomes of it.
   *
   * @param image as it is now
   * @param fate as of the selection
   */
  public record Explained(LifecycleImage image, Fate fate) {}

  /**
   * The images in the order of their first push. One that was pushed since the first page is left
   * out.
   *
   * @throws dev.berth.registry.refusal.RepositoryNotFound when there is no such repository
   * @throws dev.berth.registry.refusal.LifecyclePolicyNotFound when it has no policy
   */
  public Page<Explained, Long> page(RepositoryAddress address, Page.Request<Long> request) {
    Stored policy =
        database.read(
            tx -> {
              LifecyclePolicies.repository(tx, address);
              return LifecyclePolicies.stored(tx, address);
            });
    if (request.after().isEmpty()) {
      remembered.invalidate(policy);
    }
    Selection selection = remembered.get(policy, this::select);
    Page<LifecycleImage, Long> images =
        database.read(tx -> tx.lifecycle().page(policy.repositoryId(), request));
    return new Page<>(
        images.items().stream()
            .flatMap(
                image ->
                    selection.fate(image.id()).map(fate -> new Explained(image, fate)).stream())
            .toList(),
        images.next());
  }

  private Selection select(Stored policy) {
    return candidates.select(
        policy.repositoryId(), LifecyclePolicy.stored(policy.document()).rules(), clock.instant());
  }
}
