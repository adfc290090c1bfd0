package dev.berth.server.http;

import dev.berth.wire.exchange.Handler;
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
}
