package dev.berth.registry.lifecycle;

import dev.berth.metadata.Database;
import dev.berth.metadata.ImageTable.TagStatus;
import dev.berth.metadata.LifecyclePreview;
import dev.berth.metadata.LifecyclePreview.Result;
import dev.berth.metadata.LifecyclePreview.Status;
import dev.berth.metadata.LifecyclePreviewTable.Unowned;
import dev.berth.metadata.Transaction;
import dev.berth.model.Digest;
import dev.berth.model.Image;
import dev.berth.model.ImageReference;
import dev.berth.model.Page;
import dev.berth.model.Repository;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.SettingLimits;
import dev.berth.registry.image.ImageId;
import dev.berth.registry.lifecycle.policy.LifecyclePolicy;
import dev.berth.registry.refusal.LifecyclePolicyPreviewInProgress;
import dev.berth.registry.refusal.LifecyclePolicyPreviewNotFound;
import dev.berth.registry.refusal.RepositoryNotFound;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Previews of lifecycle policies: what a policy would do, without doing it (ECR dossier 12.4). A
 * start makes a row and sets out to work on it at once; should the process end meanwhile, {@link
 * #run} finds the row and does it (invariant I8).
 */
public final class LifecyclePreviews {
  private static final Logger LOG = LoggerFactory.getLogger(LifecyclePreviews.class);

  /** How long after its end the results of a preview can be had. */
  public static final Duration KEPT = Duration.ofHours(24);

  /** Whoever works on a preview has so long before another one may begin it anew. */
  private static final Duration CLAIM = Duration.ofMinutes(10);

  /** So soon after its start a preview is left to who started it. */
  private static final Duration HEAD_START = Duration.ofMinutes(1);

  private static final int AT_ONCE = 100;
  private static final int SWEPT = 1_000;

  private final Database database;
  private final SettingLimits limits;
  private final LifecycleTrail trail;
  private final Executor executor;
  private final InstantSource clock;

  /**
   * @param limits how many rules a policy may have
   * @param executor works on previews that were just started
   */
  public LifecyclePreviews(
      Database database,
      SettingLimits limits,
      LifecycleTrail trail,
      Executor executor,
      InstantSource clock) {
    this.database = database;
    this.limits = limits;
    this.trail = trail;
    this.executor = executor;
    this.clock = clock;
  }

  /**
   * A preview as it is shown.
   *
   * @param preview the preview
   * @param expired whether its results can no longer be had
   */
  public record Shown(LifecyclePreview preview, boolean expired) {}

  /**
   * Starts a preview, in the place of one that has ended.
   *
   * @param text what to preview; empty for the repository's policy
   * @return the text that is previewed, as sent or as stored
   * @throws RepositoryNotFound when there is no such repository
   * @throws dev.berth.registry.refusal.LifecyclePolicyInvalid when the text is no policy
   * @throws dev.berth.registry.refusal.LifecyclePolicyNotFound when there is no text and no policy
   *     (LC-40)
   * @throws LifecyclePolicyPreviewInProgress while another one runs (LC-38)
   */
  public String start(RepositoryAddress address, Optional<String> text) {
    database.read(tx -> LifecyclePolicies.repository(tx, address));
    text.ifPresent(policy -> LifecyclePolicy.parse(policy, limits.lifecycleRules()));
    String document =
        database.write(
            tx -> {
              Repository repository =
                  tx.repositories()
                      .lock(address)
                      .orElseThrow(() -> new RepositoryNotFound(address));
              String previewed =
                  text.orElseGet(() -> LifecyclePolicies.stored(tx, address).document());
              refuseWhileOneRuns(tx, repository);
              tx.lifecyclePreviews().start(repository.id(), previewed, clock.instant());
              return previewed;
            });
    executor.execute(() -> work(address));
    return document;
  }

  private static void refuseWhileOneRuns(Transaction tx, Repository repository) {
    if (tx.lifecyclePreviews()
        .find(repository.id())
        .filter(preview -> preview.status() == Status.IN_PROGRESS)
        .isPresent()) {
      throw new LifecyclePolicyPreviewInProgress(repository.address());
    }
  }

  /**
   * The preview of a repository.
   *
   * @throws RepositoryNotFound when there is no such repository
   * @throws LifecyclePolicyPreviewNotFound when none was started (LC-39)
   */
  public Shown get(RepositoryAddress address) {
    return database.read(
        tx -> {
          Repository repository = LifecyclePolicies.repository(tx, address);
          LifecyclePreview preview =
              tx.lifecyclePreviews()
                  .find(repository.id())
                  .orElseThrow(() -> new LifecyclePolicyPreviewNotFound(address));
          Instant oldest = clock.instant().minus(KEPT);
          return new Shown(
              preview, preview.finishedAt().filter(at -> !at.isAfter(oldest)).isPresent());
        });
  }

  /** The results of a preview, the oldest image first; none before it is complete. */
  public Page<Result, Long> page(Shown shown, TagStatus status, Page.Request<Long> request) {
    return hasResults(shown)
        ? database.read(tx -> tx.lifecyclePreviews().page(shown.preview(), status, request))
        : new Page<>(List.of(), Optional.empty());
  }

  /** The results of a preview for some images; those that no rule takes are left out. */
  public List<Result> of(Shown shown, List<ImageId> ids) {
    if (!hasResults(shown)) {
      return List.of();
    }
    return database.read(
        tx -> {
          Set<Digest> digests = new LinkedHashSet<>();
          for (ImageId id : ids) {
            id.digest()
                .or(
                    () ->
                        id.tag()
                            .flatMap(
                                tag ->
                                    tx.images()
                                        .find(
                                            shown.preview().repositoryId(),
                                            new ImageReference.ByTag(tag)))
                            .map(Image::digest))
                .ifPresent(digests::add);
          }
          return tx.lifecyclePreviews().of(shown.preview(), digests);
        });
  }

  private static boolean hasResults(Shown shown) {
    return shown.preview().status() == Status.COMPLETE && !shown.expired();
  }

  /**
   * The job: works on previews that nobody works on, and removes results that nobody will ask for.
   *
   * @param now the time that ages are measured by
   * @return how many previews were worked on
   */
  public int run(Instant now) {
    List<RepositoryAddress> waiting =
        database.read(tx -> tx.lifecyclePreviews().waiting(now, now.minus(HEAD_START), AT_ONCE));
    waiting.forEach(this::work);
    sweep(now.minus(KEPT));
    return waiting.size();
  }

  private void sweep(Instant finishedBy) {
    Optional<Unowned> unowned = database.read(tx -> tx.lifecyclePreviews().unowned(finishedBy));
    while (unowned.isPresent()) {
      Unowned results = unowned.get();
      unowned =
          database.write(
              tx -> {
                tx.lifecyclePreviews().sweep(results, SWEPT);
                return tx.lifecyclePreviews().unowned(finishedBy);
              });
    }
  }

  private void work(RepositoryAddress address) {
    Instant now = clock.instant();
    Optional<LifecyclePreview> claimed =
        database.write(
            tx ->
                tx.repositories()
                    .find(address)
                    .flatMap(
                        repository ->
                            tx.lifecyclePreviews().claim(repository.id(), now, now.plus(CLAIM))));
    claimed.ifPresent(
        preview -> {
          try {
            new PreviewWork(database, trail, address, preview, now).run();
          } catch (RuntimeException e) {
            // The top of this preview's thread, long after its caller was answered: whatever went
            // wrong, who waits for the preview is told FAILED instead of IN_PROGRESS for ever.
            LOG.error("The lifecycle policy preview of {} failed.", address, e);
            fail(preview);
          }
        });
  }

  private void fail(LifecyclePreview preview) {
    LifecyclePreview failed =
        new LifecyclePreview(
            preview.repositoryId(),
            preview.document(),
            Status.FAILED,
            preview.attempt(),
            Optional.empty(),
            0,
            0);
    database.write(tx -> tx.lifecyclePreviews().finish(failed, clock.instant()));
  }
}
