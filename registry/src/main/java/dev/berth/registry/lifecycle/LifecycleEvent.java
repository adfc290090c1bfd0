package dev.berth.registry.lifecycle;

import dev.berth.model.Digest;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.Tag;
import dev.berth.registry.lifecycle.policy.Rule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What lifecycle did, or would do, in a repository (ECR dossier 20).
 *
 * @param kind whether it was done
 * @param repository where
 * @param time when
 * @param policy by which policy
 * @param actions on which images
 * @param failures which images could not go
 */
public record LifecycleEvent(
    Kind kind,
    RepositoryAddress repository,
    Instant time,
    Policy policy,
    List<OnImage> actions,
    List<Failed> failures) {
  public LifecycleEvent {
    actions = List.copyOf(actions);
    failures = List.copyOf(failures);
  }

  /** Whether it was done. */
  public enum Kind {
    EXECUTION,
    DRY_RUN
  }

  /**
   * A policy.
   *
   * @param id of the repository's policy; empty when it has none and a text was tried
   * @param version of it; 0 with a text that was tried
   * @param evaluatedAt when it was last evaluated before
   * @param rules by priority
   */
  public record Policy(
      Optional<String> id, int version, Optional<Instant> evaluatedAt, List<Rule> rules) {
    public Policy {
      rules = List.copyOf(rules);
    }
  }

  /**
   * An image as it was when the rule met it.
   *
   * @param priority of the rule
   */
  public record OnImage(Digest digest, List<Tag> tags, Instant pushedAt, int priority) {
    public OnImage {
      tags = List.copyOf(tags);
    }
  }

  /**
   * An image that an index names.
   *
   * @param indexes at most the first 100, in byte order
   */
  public record Failed(OnImage image, List<Digest> indexes) {
    public Failed {
      indexes = List.copyOf(indexes);
    }
  }
}
