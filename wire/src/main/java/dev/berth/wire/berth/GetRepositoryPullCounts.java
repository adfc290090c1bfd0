package dev.berth.wire.berth;

import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.RepositoryName;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Says how often a repository was pulled from in each minute: CloudWatch's {@code
 * RepositoryPullCount} with the statistic Sum and a period of 60 s (ECR dossier 21; CHECKLIST
 * MQ-01). The last three hours at most; minutes without pulls are absent.
 */
record GetRepositoryPullCounts(RepositoryPulls pulls, InstantSource clock)
    implements JsonOperation<GetRepositoryPullCounts.Asked> {
  private static final Duration USUAL = Duration.ofHours(3);

  /** Of which repository, and when. */
  record Asked(RepositoryAddress repository, Instant from, Instant until) {}

  @Override
  public Asked parse(Input input, RegistryId home) {
    Instant now = clock.instant();
    RepositoryName name =
        input.parse("repositoryName", input.text("repositoryName"), RepositoryName::new);
    return new Asked(
        new RepositoryAddress(home, name),
        input.timeIfAny("startTime").orElse(now.minus(USUAL)),
        input.timeIfAny("endTime").orElse(now.plusSeconds(1)));
  }

  @Override
  public ObjectNode handle(Asked request, Invocation invocation) {
    ObjectNode answer = Output.object();
    ArrayNode points = answer.putArray("datapoints");
    pulls
        .of(request.repository(), request.from(), request.until())
        .forEach(
            point ->
                points
                    .addObject()
                    .put("timestamp", Output.seconds(point.minute()))
                    .put("sum", point.sum()));
    return answer;
  }
}
