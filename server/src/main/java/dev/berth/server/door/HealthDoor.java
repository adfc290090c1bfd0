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
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /health/live}: the process answers. {@code /health/ready}: it can do its work, or 503 with
 * every reason why not, and in both cases warnings of what an operator should see to. Open, because
 * load balancers have no credentials; reasons and warnings name parts, never contents.
 */
public final class HealthDoor implements Door {
  private static final String LIVE = "/health/live";
  private static final String READY = "/health/ready";
  private static final String JSON = "application/json";
  private static final int UNAVAILABLE = 503;

  private static final OpenRow LIVE_ROW = new OpenRow("GET " + LIVE);
  private static final OpenRow READY_ROW = new OpenRow("GET " + READY);

  private final Health health;
  private final JsonMapper json = new JsonMapper();

  public HealthDoor(Health health) {
    this.health = health;
  }

  @Override
  public boolean admits(Request request) {
    return request.path().equals(LIVE) || request.path().equals(READY);
  }

  @Override
  public Call identify(Request request) {
    return request.path().equals(LIVE)
        ? new OpenCall(LIVE_ROW, () -> Response.of(200, JSON, Body.text("{\"status\":\"live\"}")))
        : new OpenCall(READY_ROW, this::ready);
  }

  private Response ready() {
    List<String> problems = health.problems();
    ObjectNode answer =
        json.createObjectNode().put("status", problems.isEmpty() ? "ready" : "not ready");
    problems.forEach(answer.withArray("reasons")::add);
    health.warnings().forEach(answer.withArray("warnings")::add);
    return Response.of(problems.isEmpty() ? 200 : UNAVAILABLE, JSON, Body.text(answer.toString()));
  }

  @Override
  public Response refuse(Request request, Throwable failure) {
    int status = failure instanceof NotAdmitted turnedAway ? turnedAway.status() : 500;
    return Response.of(status, JSON, Body.text("{\"status\":\"broken\"}"));
  }

  @Override
  public List<? extends Row> rows() {
    return List.of(LIVE_ROW, READY_ROW);
  }
}
