package dev.berth.wire.oci;

import dev.berth.blob.BlobUnavailable;
import dev.berth.blob.SourceFailed;
import dev.berth.iam.Decision;
import dev.berth.iam.Demand;
import dev.berth.iam.Gate;
import dev.berth.model.RepositoryName;
import dev.berth.wire.audit.Audited;
import dev.berth.wire.door.Call;
import dev.berth.wire.door.Caller;
import dev.berth.wire.door.ClientGone;
import dev.berth.wire.door.Door;
import dev.berth.wire.door.Row;
import dev.berth.wire.exchange.Body;
import dev.berth.wire.exchange.Headers;
import dev.berth.wire.exchange.Request;
import dev.berth.wire.exchange.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The door of the OCI distribution protocol: everything under {@code /v2/}. */
public final class OciDoor implements Door {
  private static final String VERSION_FIELD = "Docker-Distribution-Api-Version";
  private static final String VERSION = "registry/2.0";
  private static final int METHOD_NOT_ALLOWED = 405;

  private final OciRoutes routes;
  private final RegistryLogin login;
  private final OciErrors errors;
  private final JsonMapper json = new JsonMapper();

  /**
   * @param routes the table
   * @param login finds out who calls
   * @param settings how it answers
   */
  public OciDoor(OciRoutes routes, RegistryLogin login, OciSettings settings) {
    this.routes = routes;
    this.login = login;
    this.errors = new OciErrors(settings);
  }

  @Override
  public boolean admits(Request request) {
    return request.path().startsWith(OciPath.PREFIX) || request.path().equals("/v2");
  }

  @Override
  public Call identify(Request request) {
    OciPath path = OciPath.parse(request.path());
    OciQuery query = OciQuery.parse(request.target().query());
    List<OciRow> at = routes.rows().stream().filter(row -> row.at().isInstance(path)).toList();
    OciRow row =
        at.stream()
            .filter(candidate -> candidate.method().equals(request.method()))
            .findFirst()
            .orElseThrow(() -> notAllowed(request.method(), at));
    return new OciCall(row, new OciRequest(request, path, query));
  }

  /**
   * Who logs in with the credential of a request, as docker does.
   *
   * @throws RuntimeException one that {@link #refuse} words, when nobody does
   */
  public Caller caller(Request request) {
    return login.caller(request);
  }

  private static OciError notAllowed(String method, List<OciRow> at) {
    return OciError.of(
            METHOD_NOT_ALLOWED,
            OciError.Code.UNSUPPORTED,
            "The operation %s is unsupported here.".formatted(method))
        .with("Allow", at.stream().map(OciRow::method).collect(Collectors.joining(", ")));
  }

  private final class OciCall implements Call {
    private final OciRow row;
    private OciRequest request;

    OciCall(OciRow row, OciRequest request) {
      this.row = row;
      this.request = request;
    }

    @Override
    public Row row() {
      return row;
    }

    @Override
    public Optional<RepositoryName> repository() {
      return request.path().repository();
    }

    @Override
    public Caller authenticate() {
      return login.caller(request.http());
    }

    @Override
    public void read(Caller caller) {
      if (row.guard() == Row.GuardKind.DEMANDS) {
        request = row.lookup().look(request, caller.known().registry());
      }
    }

    @Override
    public List<Demand> demands(Caller caller) {
      return row.demands().of(request, caller.known().registry());
    }

    @Override
    public Gate through(Gate gate) {
      return request.firstPush().map(push -> push.through(gate)).orElse(gate);
    }

    @Override
    public Response handle(Caller caller, Decision.Allowed decision) {
      try {
        return row.handler().handle(request, caller.known(), decision).with(VERSION_FIELD, VERSION);
      } catch (SourceFailed gone) {
        throw new ClientGone(gone);
      } catch (BlobUnavailable busy) {
        throw OciError.of(503, OciError.Code.TOOMANYREQUESTS, String.valueOf(busy.getMessage()))
            .with("Retry-After", "1");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public Optional<Audited> audited(Optional<Response> answer) {
      return OciAudit.of(row, request, answer);
    }

    @Override
    public void close() {
      // bodies are streamed by the handlers, nothing is held
    }
  }

  @Override
  public Response refuse(Request request, Throwable failure) {
    if (failure instanceof RegistryLogin.Unknown) {
      return login.challenge(request).with(VERSION_FIELD, VERSION);
    }
    OciError error = errors.of(failure);
    Body body = request.method().equals("HEAD") ? Body.NONE : Body.text(document(error));
    Headers headers = Headers.of("Content-Type", "application/json");
    for (Headers.Field field : error.headers().fields()) {
      headers = headers.with(field.name(), field.value());
    }
    return new Response(error.status(), headers, body).with(VERSION_FIELD, VERSION);
  }

  // One entry for each digest that it is about, so that clients can show which are missing; without
  // any, one entry. The message names them all already: a hundred times that would be a megabyte.
  private String document(OciError error) {
    ObjectNode document = json.createObjectNode();
    ArrayNode entries = document.putArray("errors");
    entry(entries, error, error.getMessage());
    for (String digest : error.detail()) {
      ObjectNode entry =
          digest.equals(error.detail().getFirst())
              ? (ObjectNode) entries.get(0)
              : entry(entries, error, "The same holds for '%s'.".formatted(digest));
      entry.putObject("detail").put("digest", digest);
    }
    return document.toString();
  }

  private static ObjectNode entry(ArrayNode entries, OciError error, String message) {
    return entries.addObject().put("code", error.code().name()).put("message", message);
  }

  @Override
  public List<? extends Row> rows() {
    return routes.rows();
  }
}
