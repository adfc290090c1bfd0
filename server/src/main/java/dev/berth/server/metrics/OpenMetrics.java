package dev.berth.server.metrics;

import dev.berth.wire.berth.MetricsDoor;
import dev.berth.wire.exchange.Body;
import dev.berth.wire.exchange.Handler;
import dev.berth.wire.exchange.Request;
import dev.berth.wire.exchange.Response;
import java.util.function.Supplier;

/**
 * What stands at {@code metrics.listen}: {@code GET /metrics} for whoever can reach it, and nothing
 * else.
 *
 * @param page the figures
 */
public record OpenMetrics(Supplier<byte[]> page) implements Handler {

  @Override
  public Response handle(Request request) {
    return request.path().equals("/metrics") && request.method().equals("GET")
        ? Response.of(200, MetricsDoor.CONTENT_TYPE, new Body.Bytes(page.get()))
        : Response.of(404, "text/plain; charset=utf-8", Body.text("Only GET /metrics is here.\n"));
  }
}
