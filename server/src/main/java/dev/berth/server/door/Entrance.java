package dev.berth.server.door;

import dev.berth.wire.exchange.Body;
import dev.berth.wire.exchange.Handler;
import dev.berth.wire.exchange.Request;
import dev.berth.wire.exchange.Response;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stands at the port until the doors are built. They need to know the port that was really bound,
 * so it is bound first; whoever comes in that moment is asked to come again.
 */
public final class Entrance implements Handler {
  private static final int UNAVAILABLE = 503;

  private final AtomicReference<Handler> inside = new AtomicReference<>(_ -> comeAgain());

  /** From now on requests go in. */
  public void open(Handler handler) {
    inside.set(handler);
  }

  @Override
  public Response handle(Request request) {
    return inside.get().handle(request);
  }

  private static Response comeAgain() {
    return Response.of(UNAVAILABLE, "text/plain; charset=utf-8", Body.text("Starting\n"))
        .with("Retry-After", "1");
  }
}
