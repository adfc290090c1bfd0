package dev.berth.wire.berth;

import dev.berth.iam.Action;
import dev.berth.iam.Decision;
import dev.berth.iam.Demand;
import dev.berth.iam.Resource;
import dev.berth.model.AccountId;
import dev.berth.model.RepositoryName;
import dev.berth.wire.door.Call;
import dev.berth.wire.door.Caller;
import dev.berth.wire.door.Door;
import dev.berth.wire.door.Row;
import dev.berth.wire.exchange.Body;
import dev.berth.wire.exchange.Request;
import dev.berth.wire.exchange.Response;
import dev.berth.wire.oci.OciDoor;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@code GET /metrics}: the figures of the whole installation, for callers who log in as docker
 * does and may {@code berth:GetMetrics} in the default account. Refusals are worded as those of
 * {@code /v2/}: the same clients know them.
 *
 * @param page the figures, as text of the Prometheus exposition format
 * @param login finds out who calls, and words refusals
 * @param operator the account whose principals may be allowed what concerns all accounts
 */
public record MetricsDoor(Supplier<byte[]> page, OciDoor login, AccountId operator)
    implements Door {
  /** Of the page. */
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final String PATH = "/metrics";
  private static final Row ROW = new MetricsRow("GET " + PATH);
  private static final Action ACTION = new Action("berth", "GetMetrics");

  private record MetricsRow(String name) implements Row {
    @Override
    public GuardKind guard() {
      return GuardKind.DEMANDS;
    }
  }

  @Override
  public boolean admits(Request request) {
    return request.path().equals(PATH) && request.method().equals("GET");
  }

  @Override
  public Call identify(Request request) {
    return new MetricsCall(request);
  }

  private final class MetricsCall implements Call {
    private final Request request;

    private MetricsCall(Request request) {
      this.request = request;
    }

    @Override
    public Row row() {
      return ROW;
    }

    @Override
    public Optional<RepositoryName> repository() {
      return Optional.empty();
    }

    @Override
    public Caller authenticate() {
      return login.caller(request);
    }

    @Override
    public void read(Caller caller) {
      // it takes no body
    }

    @Override
    public List<Demand> demands(Caller caller) {
      return List.of(Demand.hard(ACTION, new Resource.Any(operator)));
    }

    @Override
    public Response handle(Caller caller, Decision.Allowed decision) {
      return Response.of(200, CONTENT_TYPE, new Body.Bytes(page.get()));
    }

    @Override
    public void close() {
      // it holds nothing
    }
  }

  @Override
  public Response refuse(Request request, Throwable failure) {
    return login.refuse(request, failure);
  }

  @Override
  public List<? extends Row> rows() {
    return List.of(ROW);
  }
}
