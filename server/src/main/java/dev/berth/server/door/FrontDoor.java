package dev.berth.server.door;

import dev.berth.wire.door.Call;
import dev.berth.wire.door.Door;
import dev.berth.wire.door.NotAdmitted;
import dev.berth.wire.door.OpenCall;
import dev.berth.wire.door.OpenCall.OpenRow;
import dev.berth.wire.door.Row;
import dev.berth.wire.exchange.Body;
import dev.berth.wire.exchange.Request;
import dev.berth.wire.exchange.Response;
import java.util.List;

/**
 * The last door: a page for people at {@code /}, and 404 for everything that no other door
 * admitted.
 */
public final class FrontDoor implements Door {
  private static final OpenRow PAGE = new OpenRow("GET /");
  private static final OpenRow NOTHING = new OpenRow("no such address");
  private static final String TEXT = "text/plain; charset=utf-8";

  private final String page;

  /**
   * @param version of this Berth
   * @param endpoint how clients reach the default registry
   */
  public FrontDoor(String version, String endpoint) {
    this.page =
        """
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><title>Berth</title>
        <style>body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:4rem auto;padding:0 1rem}pre{background:#f4f4f4;padding:1rem;overflow:auto}</style>
        </head>
        <body>
        <h1>This is a Berth registry</h1>
        <p>It speaks the API of Amazon ECR and the OCI distribution protocol at this address: point <code>aws ecr</code>, docker and
        every other client here. There is nothing to click yet.</p>
        <pre>aws ecr get-login-password --endpoint-url %2$s | docker login --username AWS --password-stdin %3$s
        aws ecr create-repository --repository-name demo --endpoint-url %2$s
        docker push %3$s/demo:1</pre>
        <p>Berth %1$s · <a href="/health/ready">health</a></p>
        </body>
        </html>
        """
            .formatted(
                version, endpoint, endpoint.substring(endpoint.indexOf("://") + "://".length()));
  }

  @Override
  public boolean admits(Request request) {
    return true;
  }

  @Override
  public Call identify(Request request) {
    boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
    return request.path().equals("/") && reads
        ? new OpenCall(PAGE, this::page)
        : new OpenCall(
            NOTHING, () -> Response.of(404, "text/plain; charset=utf-8", Body.text("Not Found\n")));
  }

  private Response page() {
    return Response.of(200, "text/html; charset=utf-8", Body.text(page))
        .with(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
        .with("X-Content-Type-Options", "nosniff");
  }

  @Override
  public Response refuse(Request request, Throwable failure) {
    return failure instanceof NotAdmitted turnedAway
        ? Response.of(turnedAway.status(), TEXT, Body.text(turnedAway.getMessage() + "\n"))
        : Response.of(500, TEXT, Body.text("Internal Server Error\n"));
  }

  @Override
  public List<? extends Row> rows() {
    return List.of(PAGE, NOTHING);
  }
}
