package dev.berth.wire.json;

import dev.berth.iam.Demand;
import dev.berth.iam.Gate;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A request with what its operation has looked up for the decision.
 *
 * @param request perhaps with more in it
 * @param demands what it needs the right to do beside what its row demands
 * @param gate gets the gate that would decide and gives the one that does
 * @param <Q> the request
 */
public record Prepared<Q>(Q request, List<Demand> demands, UnaryOperator<Gate> gate) {
  public Prepared {
    demands = List.copyOf(demands);
  }

  /** One for which nothing was looked up. */
  static <Q> Prepared<Q> asItIs(Q request) {
    return new Prepared<>(request, List.of(), UnaryOperator.identity());
  }
}
