package dev.berth.wire.query;

import dev.berth.iam.Decision;
import dev.berth.iam.Demand;
import dev.berth.iam.sigv4.PendingSignature;
import dev.berth.model.Digest;
import dev.berth.model.Digester;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryName;
import dev.berth.wire.audit.Audited;
import dev.berth.wire.door.Call;
import dev.berth.wire.door.Caller;
import dev.berth.wire.door.Row;
import dev.berth.wire.door.WholeBody;
import dev.berth.wire.exchange.Body;
import dev.berth.wire.exchange.Request;
import dev.berth.wire.exchange.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One request of the Query protocol. Its row is known when its form was read: until then it stands
 * for any action.
 */
final class QueryCall implements Call {
  private static final long BODY_LIMIT = 1024L * 1024;
  private static final long UNSIGNED_LIMIT = 64L * 1024;
  private static final int MOST_ELEMENTS = 64 * 1024;

  private final QueryDoor door;
  private final Request request;
  private final String service;

  private @Nullable PendingSignature signature;

  private AnyAction before;

  private ObjectNode asked = Audited.nothing();
  private @Nullable QueryAction<?> action;
  private QueryAction.@Nullable Bound bound;

  /**
   * What the call is for before its signature was found right.
   *
   * @param claimed what it says; it names the entry of a call that is refused, and nothing else
   */
  private record AnyAction(Optional<QueryAction<?>> claimed) implements Row {
    String toldAs() {
      return claimed.map(QueryAction::name).orElseGet(this::name);
    }

    @Override
    public boolean changes() {
      return claimed.filter(QueryAction::changes).isPresent();
    }

    @Override
    public String name() {
      return "Query";
    }

    @Override
    public GuardKind guard() {
      return GuardKind.AUTHENTICATED;
    }
  }

  QueryCall(QueryDoor door, Request request, String service) {
    this.door = door;
    this.request = request;
    this.service = service;
    this.before = new AnyAction(door.named(service, request.target().query()));
  }

  @Override
  public Row row() {
    QueryAction<?> known = action;
    return known == null ? before : known;
  }

  @Override
  public Optional<RepositoryName> repository() {
    return Optional.empty();
  }

  @Override
  public Caller authenticate() {
    if (isUnsigned()) {
      return new Caller.Unasked();
    }
    PendingSignature pending = door.signatures().begin(request, service);
    signature = pending;
    var principal = pending.credential().principal();
    return new Caller.Known(
        principal,
        new RegistryId(principal.account(), pending.region()),
        Optional.of(pending.credential().accessKeyId()));
  }

  // Those who bring a token of their own send no signature at all.
  private boolean isUnsigned() {
    return request.headers().first("Authorization").isEmpty()
        && !request.target().query().contains("X-Amz-");
  }

  @Override
  public void read(Caller caller) {
    PendingSignature pending = signature;
    long limit = pending == null ? UNSIGNED_LIMIT : BODY_LIMIT;
    try (WholeBody body = WholeBody.read(request.body(), limit, door.budget())) {
      String text =
          request.method().equals("GET")
              ? request.target().query()
              : new String(body.bytes(), StandardCharsets.UTF_8);
      before = new AnyAction(door.named(service, text));
      if (pending != null) {
        pending.verify(Digester.digest(Digest.Algorithm.SHA256, body.bytes()));
      }
      Form form = Form.parse(text);
      if (pending == null && !door.isSealed(service, form)) {
        door.signatures().begin(request, service); // refuses, in the words of its protocol
      }
      QueryAction<?> found = door.action(service, form);
      action = found;
      asked = FormTree.of(form);
      bound = found.bind(new QueryInput(form, ""), caller, request);
    }
  }

  @Override
  public List<Demand> demands(Caller caller) {
    return done(bound).demands();
  }

  @Override
  public Response handle(Caller caller, Decision.Allowed decision) {
    return door.answer(
        request,
        done(action),
        xml ->
            done(bound)
                .answer(
                    decision,
                    Optional.ofNullable(signature).map(PendingSignature::credential),
                    xml));
  }

  @Override
  public Optional<Audited> audited(Optional<Response> answer) {
    return Optional.of(
        new Audited(
            Audited.source(service),
            action == null ? before.toldAs() : row().name(),
            asked,
            answer.filter(_ -> row().changes()).map(this::elements).orElseGet(Audited::nothing)));
  }

  private ObjectNode elements(Response answer) {
    return answer.body() instanceof Body.Bytes(byte[] bytes) && bytes.length <= MOST_ELEMENTS
        ? XmlTree.of(bytes, row().name())
        : Audited.nothing();
  }

  @Override
  public void close() {
    // the body was given back when it was read
  }

  private static <T> T done(@Nullable T step) {
    if (step == null) {
      throw new IllegalStateException("the steps of a call come in their order");
    }
    return step;
  }
}
