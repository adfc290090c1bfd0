package dev.berth.registry.lifecycle;

import dev.berth.metadata.Database;
import dev.berth.metadata.LifecyclePolicyTable.Stored;
import dev.berth.metadata.Transaction;
import dev.berth.model.ImageReference;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.TrashEntry.Cause;
import dev.berth.registry.image.Archiving;
import dev.berth.registry.image.Removal;
import dev.berth.registry.lifecycle.LifecycleEvent.Failed;
import dev.berth.registry.lifecycle.LifecycleEvent.Kind;
import dev.berth.registry.lifecycle.LifecycleEvent.OnImage;
import dev.berth.registry.lifecycle.policy.Action;
import dev.berth.registry.lifecycle.policy.Rule;
import dev.berth.registry.lifecycle.selection.Candidate;
import dev.berth.registry.lifecycle.selection.Fate;
import dev.berth.registry.lifecycle.selection.Selection;
import dev.berth.registry.lifecycle.selection.Verdict;
import dev.berth.registry.trash.Act;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Gatherers;

/**
 * The writes of one run. Each takes a few images and asks again, in the transaction that removes
 * them: is the policy still this one, is the image still there, does the same rule still take it,
 * with its tags, pulls, indexes and protections as they are now?
 *
 * <p>A rule that counts has counted before. What others deleted or untagged since then may have
 * been among the newest N, so that an older one must stay in its place: for each such loss, a rule
 * keeps one more than N. A push since then only makes it keep newer ones, and changes nothing.
 */
final class RunStep {
  private static final int BATCH = 45;
  private static final int MOST_FAILURES_TOLD = 100;

  private final Database database;
  private final Duration undoWindow;
  private final LifecycleTrail trail;
  private final RepositoryAddress repository;
  private final Stored policy;
  private final List<Rule> rules;
  private final Instant now;
  private long ownLosses;

  RunStep(
      Database database,
      Duration undoWindow,
      LifecycleTrail trail,
      RepositoryAddress repository,
      Stored policy,
      List<Rule> rules,
      Instant now) {
    this.database = database;
    this.undoWindow = undoWindow;
    this.trail = trail;
    this.repository = repository;
    this.policy = policy;
    this.rules = rules;
    this.now = now;
  }

  /** What one write did. */
  private record Done(long expired, long archived, long losses, boolean policyIsThere) {}

  /**
   * Takes what was selected, the oldest first, and notes that the policy was evaluated.
   *
   * @param most how many images may go
   */
  RunReport all(Selection selection, long most) {
    long expired = 0;
    long archived = 0;
    List<Verdict> taken = with(selection, Fate.Taken.class);
    List<Verdict> inIndex = with(selection, Fate.InIndex.class);
    boolean goesOn = true;
    for (List<Verdict> batch :
        taken.stream().limit(most).gather(Gatherers.windowFixed(BATCH)).toList()) {
      Done done = database.write(tx -> take(tx, batch));
      ownLosses += done.losses();
      expired += done.expired();
      archived += done.archived();
      goesOn = done.policyIsThere();
      if (!goesOn) {
        break;
      }
    }
    boolean complete = goesOn && taken.size() <= most;
    if (complete) {
      finish(inIndex);
    }
    return new RunReport(
        selection.size(),
        expired,
        archived,
        inIndex.size(),
        with(selection, Fate.Protected.class).size(),
        taken.size() - expired - archived,
        complete);
  }

  private static List<Verdict> with(Selection selection, Class<? extends Fate> fate) {
    return selection.verdicts().filter(verdict -> fate.isInstance(verdict.fate())).toList();
  }

  private Done take(Transaction tx, List<Verdict> batch) {
    Stored before =
        tx.repositories()
            .lock(repository)
            .flatMap(_ -> tx.lifecyclePolicies().find(repository))
            .filter(policy::isSame)
            .orElse(null);
    if (before == null) {
      return new Done(0, 0, 0, false);
    }
    long lost = before.losses() - policy.losses() - ownLosses;
    Map<Long, Fate.Taken> fates = new HashMap<>();
    batch.forEach(verdict -> fates.put(verdict.imageId(), (Fate.Taken) verdict.fate()));
    Map<Integer, Act> acts = new HashMap<>();
    List<OnImage> gone = new ArrayList<>();
    int archived = 0;
    List<Long> ids = batch.stream().map(Verdict::imageId).toList();
    for (Candidate image : Candidates.now(tx, policy.repositoryId(), ids)) {
      Fate.Taken fate = fates.get(image.id());
      if (fate != null
          && fate.spare() > lost
          && Selection.stillTakes(rules, fate.by(), image, now)
          && goes(tx, image, fate.by(), acts)) {
        gone.add(onImage(image, fate.by()));
        archived += fate.by().action() == Action.TRANSITION ? 1 : 0;
      }
    }
    tell(tx, gone, List.of());
    long losses = LifecyclePolicies.stored(tx, repository).losses() - before.losses();
    return new Done(gone.size() - archived, archived, losses, true);
  }

  /** What one rule takes in one write can be told together. */
  private Act act(int rule) {
    return new Act(undoWindow, new Cause.ByLifecycle(rule), now);
  }

  private boolean goes(Transaction tx, Candidate candidate, Rule rule, Map<Integer, Act> acts) {
    return tx.images()
        .find(policy.repositoryId(), new ImageReference.ByDigest(candidate.digest()))
        .filter(
            image ->
                switch (rule.action()) {
                  case EXPIRE -> {
                    Removal.remove(
                        tx, repository, image, acts.computeIfAbsent(rule.priority(), this::act));
                    yield true;
                  }
                  case TRANSITION -> Archiving.archive(tx, image, now);
                })
        .isPresent();
  }

  private void finish(List<Verdict> inIndex) {
    List<Verdict> told = inIndex.stream().limit(MOST_FAILURES_TOLD).toList();
    database.write(
        tx -> {
          tell(tx, List.of(), failures(tx, told));
          tx.lifecyclePolicies().evaluated(policy, now, now.plus(LifecycleRuns.EVERY));
          return told;
        });
  }

  private List<Failed> failures(Transaction tx, List<Verdict> inIndex) {
    Map<Long, Rule> by = new HashMap<>();
    for (Verdict verdict : inIndex) {
      if (verdict.fate() instanceof Fate.InIndex(Rule rule)) {
        by.put(verdict.imageId(), rule);
      }
    }
    List<Failed> failures = new ArrayList<>();
    List<Long> ids = inIndex.stream().map(Verdict::imageId).toList();
    for (Candidate image : Candidates.now(tx, policy.repositoryId(), ids)) {
      Rule rule = by.get(image.id());
      var indexes = tx.images().parents(image.id());
      if (rule != null && !indexes.isEmpty()) {
        failures.add(new Failed(onImage(image, rule), indexes));
      }
    }
    return failures;
  }

  private void tell(Transaction tx, List<OnImage> actions, List<Failed> failures) {
    if (!actions.isEmpty() || !failures.isEmpty()) {
      LifecycleEvent event =
          new LifecycleEvent(
              Kind.EXECUTION,
              repository,
              now,
              new LifecycleEvent.Policy(
                  Optional.of(policy.policyId()), policy.version(), policy.evaluatedAt(), rules),
              actions,
              failures);
      trail.entries(event).forEach(tx.auditEntries()::put);
    }
  }

  private static OnImage onImage(Candidate image, Rule rule) {
    return new OnImage(image.digest(), image.tags(), image.times().pushed(), rule.priority());
  }
}
