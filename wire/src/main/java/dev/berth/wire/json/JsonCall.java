package dev.berth.wire.json;

import dev.berth.iam.Decision;
import dev.berth.iam.Demand;
import dev.berth.iam.Gate;
import dev.berth.iam.sigv4.PendingSignature;
import dev.berth.model.Malformed;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryName;
import dev.berth.wire.audit.Audited;
import dev.berth.wire.door.Call;
import dev.berth.wire.door.Caller;
import dev.berth.wire.door.Row;
import dev.berth.wire.exchange.Body;
import dev.berth.wire.exchange.Request;
import dev.berth.wire.exchange.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One request for one operation, in the steps of the pipeline. */
final class JsonCall<Q> implements Call {
  private static final int MOST_ELEMENTS = 512 * 1024;

  private final AwsJsonDoor door;
  private final Request request;
  private final String service;
  private final JsonRow<Q> row;
  private final ReceivedJson received = new ReceivedJson();

  private @Nullable PendingSignature signature;
  private @Nullable Parsed<Q> parsed;

  private record Parsed<Q>(Input input, Prepared<Q> prepared) {}

  JsonCall(AwsJsonDoor door, Request request, String service, JsonRow<Q> row) {
    this.door = door;
    this.request = request;
    this.service = service;
    this.row = row;
  }

  @Override
  public Row row() {
    return row;
  }

  @Override
  public Optional<RepositoryName> repository() {
    Parsed<Q> known = parsed;
    return known == null
        ? Optional.empty()
        : known.input().textIfAny("repositoryName").flatMap(JsonCall::repositoryName);
  }

  private static Optional<RepositoryName> repositoryName(String text) {
    try {
      return Optional.of(new RepositoryName(text));
    } catch (Malformed _) {
      return Optional.empty();
    }
  }

  @Override
  public Caller authenticate() {
    PendingSignature pending = door.signatures().begin(request, service);
    signature = pending;
    var principal = pending.credential().principal();
    return new Caller.Known(
        principal,
        new RegistryId(principal.account(), pending.region()),
        Optional.of(pending.credential().accessKeyId()));
  }

  @Override
  public void read(Caller caller) {
    JsonNode tree =
        received.read(request.body(), row, done(signature), door.budget(), door.spool());
    new ShapeValidator(row.model()).validate(tree);
    Input input = new Input(row.model(), tree);
    Q read = row.operation().parse(input, caller.known().registry());
    parsed = new Parsed<>(input, row.operation().prepare(read));
  }

  @Override
  public List<Demand> demands(Caller caller) {
    Parsed<Q> known = done(parsed);
    List<Demand> demands =
        new ArrayList<>(row.demands().of(row.name(), known.input(), caller.known().registry()));
    demands.addAll(known.prepared().demands());
    return demands;
  }

  @Override
  public Gate through(Gate gate) {
    return done(parsed).prepared().gate().apply(gate);
  }

  @Override
  public Response handle(Caller caller, Decision.Allowed decision) {
    Invocation invocation =
        new Invocation(caller.known(), done(signature).credential(), decision, request);
    return AwsJsonDoor.respond(
        200, row.operation().handle(done(parsed).prepared().request(), invocation));
  }

  @Override
  public Optional<Audited> audited(Optional<Response> answer) {
    Parsed<Q> known = parsed;
    return Optional.of(
        new Audited(
            Audited.source(service),
            row.name(),
            known != null && known.input().tree() instanceof ObjectNode asked
                ? asked
                : Audited.nothing(),
            answer.filter(_ -> row.changes()).map(this::elements).orElseGet(Audited::nothing)));
  }

  // CloudTrail tells what changed, not what was read.
  private ObjectNode elements(Response answer) {
    return answer.body() instanceof Body.Bytes(byte[] bytes)
            && bytes.length <= MOST_ELEMENTS
            && Json.MAPPER.readTree(bytes) instanceof ObjectNode told
        ? row.operation().told(told)
        : Audited.nothing();
  }

  @Override
  public void close() {
    received.close();
  }

  private static <T> T done(@Nullable T step) {
    if (step == null) {
      throw new IllegalStateException("the steps of a call come in their order");
    }
    return step;
  }
}
