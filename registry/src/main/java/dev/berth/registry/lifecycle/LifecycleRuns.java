package dev.berth.registry.lifecycle;

import dev.berth.metadata.Database;
import dev.berth.metadata.LifecyclePolicyTable.Stored;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.lifecycle.policy.LifecyclePolicy;
import dev.berth.registry.lifecycle.selection.Selection;
import dev.berth.registry.refusal.LifecyclePolicyNotFound;
import dev.berth.registry.refusal.RepositoryNotFound;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries lifecycle policies out (ECR dossier 12.1, 12.3; CHECKLIST LC-36): every policy each
 * {@link #EVERY}, the oldest images first.
 *
 * <p>Images are selected in reads and removed in small writes that look at each image again, see
 * {@link RunStep}. Killed at any point, a run leaves nothing half done: what is left is selected
 * again by the next one, which comes because the policy is still due (invariant I8).
 */
public final class LifecycleRuns {
  private static final Logger LOG = LoggerFactory.getLogger(LifecycleRuns.class);

  /** How long from one run of a policy to the next. */
  public static final Duration EVERY = Duration.ofHours(12);

  private static final int POLICIES_AT_ONCE = 100;

  private final Database database;
  private final Candidates candidates;
  private final Duration undoWindow;
  private final LifecycleTrail trail;

  /**
   * @param undoWindow for how long what expires can be brought back
   */
  public LifecycleRuns(Database database, Duration undoWindow, LifecycleTrail trail) {
    this.database = database;
    this.undoWindow = undoWindow;
    this.candidates = new Candidates(database);
    this.trail = trail;
  }

  /**
   * Carries out every policy that is due.
   *
   * @param now the time that ages are measured by
   * @return how many images went
   */
  public int run(Instant now) {
    int taken = 0;
    List<RepositoryAddress> due = due(now);
    while (!due.isEmpty()) {
      for (RepositoryAddress repository : due) {
        taken += (int) runOrPostpone(repository, now);
      }
      due = due(now);
    }
    return taken;
  }

  private List<RepositoryAddress> due(Instant now) {
    return database.read(tx -> tx.lifecyclePolicies().due(now, POLICIES_AT_ONCE));
  }

  // One policy that cannot be carried out must not keep the others from it.
  private long runOrPostpone(RepositoryAddress repository, Instant now) {
    try {
      return run(repository, now, Long.MAX_VALUE).taken();
    } catch (RepositoryNotFound | LifecyclePolicyNotFound _) {
      return 0; // gone meanwhile
    } catch (RuntimeException e) {
      LOG.error("The lifecycle policy of {} was not carried out.", repository, e);
      database.write(
          tx -> {
            tx.lifecyclePolicies()
                .find(repository)
                .ifPresent(
                    policy ->
                        tx.lifecyclePolicies().postpone(policy.repositoryId(), now.plus(EVERY)));
            return repository;
          });
      return 0;
    }
  }

  /**
   * Carries out the policy of a repository, whether or not it is due.
   *
   * @param now the time that ages are measured by
   * @param most how many images may go; what is then left is for another run
   * @throws RepositoryNotFound when there is no such repository
   * @throws LifecyclePolicyNotFound when it has no policy
   */
  public RunReport run(RepositoryAddress repository, Instant now, long most) {
    Stored policy =
        database.read(
            tx -> {
              LifecyclePolicies.repository(tx, repository);
              return LifecyclePolicies.stored(tx, repository);
            });
    LifecyclePolicy rules = LifecyclePolicy.stored(policy.document());
    Selection selection = candidates.select(policy.repositoryId(), rules.rules(), now);
    RunReport report =
        new RunStep(database, undoWindow, trail, repository, policy, rules.rules(), now)
            .all(selection, most);
    if (report.taken() > 0 || report.inIndex() > 0) {
      LOG.info("Lifecycle policy of {}: {}.", repository, report);
    }
    return report;
  }
}
