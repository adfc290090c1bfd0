package dev.berth.server.http;

import dev.berth.wire.exchange.Handler;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * What all conversations of a listener share.
 *
 * @param draining whether no further requests are wanted on connections that are open
 */
record Service(
    Handler handler,
    Limits limits,
    ExchangeLog log,
    DateField date,
    Supplier<UUID> ids,
    ByteBudget budget,
    Running running,
    AtomicBoolean draining) {

  boolean isDraining() {
    return draining.get();
  }

  /**
   * Takes memory from the budget, waiting for it.
   *
   * @return empty when none came free in time
   */
  Optional<ByteBudget.Share> memory(long bytes) {
    if (bytes == 0) {
      return Optional.of(budget.nothing());
    }
    try {
      return budget.take(bytes, limits.waits().buffer());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
