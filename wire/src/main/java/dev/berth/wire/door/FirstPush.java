package dev.berth.wire.door;

import dev.berth.iam.Action;
import dev.berth.iam.Demand;
import dev.berth.iam.Gate;
import dev.berth.iam.Resource;
import dev.berth.model.CreationScenario;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.template.CreationOnNeed;
import dev.berth.registry.template.PlannedRepository;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A push to a name that no repository has, where a creation template is for it (ECR dossier 7.6,
 * CHECKLIST V2-31 to V2-33, CT-10): the repository is made before the push goes on, and only for
 * somebody who may push all of an image to it. What the template would let them do counts.
 *
 * @param planned what would be made
 */
public record FirstPush(PlannedRepository planned) {
  private static final List<Action> PUSH =
      Stream.of("InitiateLayerUpload", "UploadLayerPart", "CompleteLayerUpload", "PutImage")
          .map(Action::ecr)
          .toList();

  /** The push, if it would be the first; empty when it is an ordinary one. */
  public static Optional<FirstPush> of(CreationOnNeed creation, RepositoryAddress address) {
    return creation.plan(address, CreationScenario.CREATE_ON_PUSH).map(FirstPush::new);
  }

  /** What whoever pushes needs the right to do. */
  public List<Demand> demands() {
    Resource repository = new Resource.OfRepository(planned.address());
    return PUSH.stream().map(action -> Demand.hard(action, repository)).toList();
  }

  /** The gate as it would decide if the repository were there. */
  public Gate through(Gate gate) {
    return planned.policy().map(policy -> gate.supposing(planned.address(), policy)).orElse(gate);
  }
}
