package dev.berth.server.door;

import dev.berth.iam.Action;
import dev.berth.iam.Demand;
import dev.berth.model.AccountId;
import dev.berth.model.Region;
import dev.berth.server.config.RequestRate;
import dev.berth.wire.door.Caller;
import dev.berth.wire.door.NotAdmitted.Slowed;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * ECR's request rates, for those who want them (ecr-behaviour 22): each account may ask for an
 * operation so often in a Region. A request counts as the operations that it demands, so that a
 * docker client and one of the API take from the same bucket, and a push through {@code /v2/} as
 * each of the operations that it is made of.
 *
 * <p>It is asked when the caller is proven, signature and all: who only knows the id of somebody's
 * key cannot use up their rate.
 */
public final class Throttle {
  private final Map<Action, Pace<Bucket>> paces = new HashMap<>();

  private record Bucket(AccountId account, Region region) {}

  /**
   * @param rates by the name of the operation; others are not counted
   * @param nanos a monotonic clock
   */
  public Throttle(Map<String, RequestRate> rates, LongSupplier nanos) {
    rates.forEach(
        (operation, rate) ->
            paces.put(
                Action.ecr(operation),
                new Pace<>(
                    rate.burst(), Duration.ofSeconds(1).dividedBy(rate.perSecond()), nanos)));
  }

  /**
   * Takes the request from its buckets.
   *
   * @throws Slowed when one is empty; those before it stay taken
   */
  void take(Caller.Known caller, List<Demand> demands) {
    if (paces.isEmpty()) {
      return;
    }
    Bucket bucket = new Bucket(caller.principal().account(), caller.registry().region());
    demands.stream()
        .filter(demand -> demand.force() == Demand.Force.HARD)
        .map(Demand::action)
        .distinct()
        .map(action -> Optional.ofNullable(paces.get(action)))
        .flatMap(Optional::stream)
        .forEach(
            pace -> {
              Duration wait = pace.take(bucket);
              if (wait.isPositive()) {
                throw new Slowed(wait);
              }
            });
  }
}
