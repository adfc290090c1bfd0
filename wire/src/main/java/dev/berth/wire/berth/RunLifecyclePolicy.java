package dev.berth.wire.berth;

import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.lifecycle.Lifecycle;
import dev.berth.registry.lifecycle.RunReport;
import dev.berth.registry.lifecycle.TrustedTime;
import dev.berth.registry.refusal.LifecyclePaused;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import tools.jackson.databind.node.ObjectNode;

/**
 * Carries out the lifecycle policy of a repository now. One call takes so many images at most, and
 * says whether there are more: so it is answered in time, however many there are.
 *
 * @param time refuses to delete by a clock that has jumped
 */
record RunLifecyclePolicy(Lifecycle lifecycle, TrustedTime time)
    implements JsonOperation<RepositoryAddress> {
  private static final long MOST = 5_000;

  @Override
  public RepositoryAddress parse(Input input, RegistryId home) {
    return BerthTargets.repository(input, home);
  }

  @Override
  public ObjectNode handle(RepositoryAddress request, Invocation invocation) {
    RunReport report =
        lifecycle
            .runs()
            .run(
                request,
                time.now(lifecycle.policies().get(request).evaluatedAt())
                    .orElseThrow(LifecyclePaused::new),
                MOST);
    return Output.object()
        .put("images", report.looked())
        .put("expired", report.expired())
        .put("archived", report.archived())
        .put("inIndex", report.inIndex())
        .put("protected", report.kept())
        .put("left", report.left())
        .put("complete", report.complete());
  }
}
