package dev.berth.registry.lifecycle;

import dev.berth.metadata.Database;
import dev.berth.metadata.LifecyclePolicyTable.Stored;
import dev.berth.metadata.LifecyclePreview;
import dev.berth.metadata.LifecyclePreview.Result;
import dev.berth.metadata.LifecyclePreview.Status;
import dev.berth.metadata.Transaction;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.lifecycle.LifecycleEvent.Kind;
import dev.berth.registry.lifecycle.LifecycleEvent.OnImage;
import dev.berth.registry.lifecycle.policy.Action;
import dev.berth.registry.lifecycle.policy.LifecyclePolicy;
import dev.berth.registry.lifecycle.policy.Rule;
import dev.berth.registry.lifecycle.selection.Candidate;
import dev.berth.registry.lifecycle.selection.Fate;
import dev.berth.registry.lifecycle.selection.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import java.util.stream.Stream;

/**
 * One attempt at a preview: selects, writes the results down a few at a time, and ends the preview
 * together with its entries in the audit trail. Each write finds out whether the attempt still
 * counts; one that was overtaken stops, and what it wrote is swept away later.
 */
final class PreviewWork {
  private static final int BATCH = 200;

  /** The trail tells of so many images; the preview itself has all of them. */
  private static final int MOST_TOLD = 1_000;

  private final Database database;
  private final LifecycleTrail trail;
  private final RepositoryAddress repository;
  private final LifecyclePreview preview;
  private final Instant now;
  private final List<OnImage> told = new ArrayList<>();
  private long position;

  PreviewWork(
      Database database,
      LifecycleTrail trail,
      RepositoryAddress repository,
      LifecyclePreview preview,
      Instant now) {
    this.database = database;
    this.trail = trail;
    this.repository = repository;
    this.preview = preview;
    this.now = now;
  }

  /** An image that was selected. */
  private record Selected(long imageId, Rule by) {}

  void run() {
    LifecyclePolicy policy = LifecyclePolicy.stored(preview.document());
    List<Selected> selected =
        new Candidates(database)
            .select(preview.repositoryId(), policy.rules(), now)
            .verdicts()
            .flatMap(PreviewWork::selected)
            .toList();
    for (List<Selected> batch : selected.stream().gather(Gatherers.windowFixed(BATCH)).toList()) {
      List<Result> results = results(batch);
      boolean counts = database.write(tx -> tx.lifecyclePreviews().add(preview, results));
      if (!counts) {
        return;
      }
    }
    finish(policy, selected);
  }

  private static Stream<Selected> selected(Verdict verdict) {
    return verdict.fate() instanceof Fate.Taken(Rule by, long _)
        ? Stream.of(new Selected(verdict.imageId(), by))
        : Stream.empty();
  }

  private List<Result> results(List<Selected> batch) {
    List<Long> ids = batch.stream().map(Selected::imageId).toList();
    Map<Long, Candidate> images =
        database.read(tx -> Candidates.now(tx, preview.repositoryId(), ids)).stream()
            .collect(Collectors.toMap(Candidate::id, Function.identity()));
    List<Result> results = new ArrayList<>();
    for (Selected each : batch) {
      Optional.ofNullable(images.get(each.imageId()))
          .ifPresent(image -> results.add(result(image, each.by())));
    }
    return results;
  }

  private Result result(Candidate image, Rule by) {
    if (told.size() < MOST_TOLD) {
      told.add(new OnImage(image.digest(), image.tags(), image.times().pushed(), by.priority()));
    }
    position++;
    return new Result(
        position,
        image.digest(),
        image.tags().stream().sorted().toList(),
        image.times().pushed(),
        by.priority(),
        by.action().name(),
        by.storageClass().name());
  }

  private void finish(LifecyclePolicy policy, List<Selected> selected) {
    long transitioning =
        selected.stream().filter(each -> each.by().action() == Action.TRANSITION).count();
    LifecyclePreview complete =
        new LifecyclePreview(
            preview.repositoryId(),
            preview.document(),
            Status.COMPLETE,
            preview.attempt(),
            Optional.of(now),
            selected.size() - transitioning,
            transitioning);
    database.write(
        tx -> {
          if (tx.lifecyclePreviews().finish(complete, now)) {
            trail.entries(event(tx, policy)).forEach(tx.auditEntries()::put);
          }
          return complete;
        });
  }

  private LifecycleEvent event(Transaction tx, LifecyclePolicy previewed) {
    Optional<Stored> stored = tx.lifecyclePolicies().find(repository);
    boolean same = stored.filter(policy -> policy.document().equals(previewed.text())).isPresent();
    return new LifecycleEvent(
        Kind.DRY_RUN,
        repository,
        now,
        new LifecycleEvent.Policy(
            stored.map(Stored::policyId),
            same ? stored.map(Stored::version).orElse(0) : 0,
            stored.flatMap(Stored::evaluatedAt),
            previewed.rules()),
        told,
        List.of());
  }
}
