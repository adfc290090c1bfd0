package dev.berth.server.door;

import dev.berth.iam.Demand;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryName;
import dev.berth.server.http.ExchangeLog;
import dev.berth.server.http.ResponseSent;
import dev.berth.server.metrics.RequestFigures;
import dev.berth.wire.door.Call;
import dev.berth.wire.door.Caller;
import dev.berth.wire.exchange.Request;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import net.logstash.logback.argument.StructuredArguments;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One structured line for every request: id, principal, action, repository, status, bytes,
 * milliseconds. It is written when the answer is out, so that the bytes are those that were sent.
 * Never a header's or a body's content.
 */
public final class RequestLog implements ExchangeLog {
  private static final Logger REQUESTS = LoggerFactory.getLogger("berth.request");
  private static final Logger FAILURES = LoggerFactory.getLogger("berth.failure");

  /** What stands for the row of requests that came to none. */
  private static final String NO_ROW = "none";

  private final ConcurrentHashMap<UUID, Entry> running = new ConcurrentHashMap<>();
  private final RequestFigures figures;

  /**
   * @param figures count what is logged
   */
  public RequestLog(RequestFigures figures) {
    this.figures = figures;
  }

  /**
   * What is known of a request while it runs. Used by its own thread, and after it by the one that
   * sends the answer.
   */
  public static final class Entry {
    private final Request request;
    private volatile InetAddress peer;
    private volatile String action;
    private volatile String row = NO_ROW;
    private volatile Optional<RegistryId> home = Optional.empty();
    private volatile List<Demand> demands = List.of();
    private volatile String principal = "";
    private volatile String repository = "";

    private Entry(Request request) {
      this.request = request;
      this.peer = request.peer();
      this.action = request.method();
    }

    void sentFrom(InetAddress client) {
      peer = client;
    }

    void identified(Call call) {
      row = call.row().name();
      action = row;
      repository = call.repository().map(RepositoryName::value).orElse("");
    }

    void authenticated(Caller caller) {
      if (caller instanceof Caller.Known known) {
        home = Optional.of(known.registry());
        principal = known.principal().arn().toString();
      }
    }

    void demanded(List<Demand> all) {
      demands = all;
      action =
          all.stream()
              .map(demand -> demand.action().toString())
              .distinct()
              .collect(Collectors.joining(","));
    }

    void failed(RuntimeException failure) {
      if (Failures.isOurs(failure)) {
        FAILURES.error("request {} failed: {}", request.id(), action, failure);
      }
    }
  }

  Entry begin(Request request) {
    Entry entry = new Entry(request);
    running.put(request.id(), entry);
    return entry;
  }

  @Override
  public void sent(ResponseSent response) {
    Request request = response.request();
    Entry known = running.remove(request.id());
    Entry entry = known == null ? new Entry(request) : known;
    figures.ended(entry.row, entry.demands, entry.home, response);
    REQUESTS.info(
        "request",
        StructuredArguments.value("id", request.id()),
        StructuredArguments.value("peer", entry.peer.getHostAddress()),
        StructuredArguments.value("principal", entry.principal),
        StructuredArguments.value("action", entry.action),
        StructuredArguments.value("repository", entry.repository),
        StructuredArguments.value("status", response.status()),
        StructuredArguments.value("bytes", response.bytes()),
        StructuredArguments.value("ms", response.took().toMillis()),
        StructuredArguments.value("complete", response.complete()));
  }

  @Override
  public void refused(InetAddress peer, int status, String reason) {
    figures.refused();
    REQUESTS.info(
        "refused",
        StructuredArguments.value("peer", peer.getHostAddress()),
        StructuredArguments.value("status", status),
        StructuredArguments.value("reason", reason));
  }
}
