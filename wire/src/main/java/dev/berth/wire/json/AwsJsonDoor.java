package dev.berth.wire.json;

import dev.berth.wire.aws.AwsError;
import dev.berth.wire.aws.AwsErrors;
import dev.berth.wire.aws.Signatures;
import dev.berth.wire.aws.Unacceptable;
import dev.berth.wire.door.BodyBudget;
import dev.berth.wire.door.Call;
import dev.berth.wire.door.Door;
import dev.berth.wire.exchange.Body;
import dev.berth.wire.exchange.Request;
import dev.berth.wire.exchange.Response;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * AWS JSON 1.1 (ECR dossier 1.2; IAM dossier 1): {@code POST /} with {@code X-Amz-Target}, answered
 * in JSON. One door for all services that speak it, so that a target that nobody knows has somebody
 * to refuse it.
 */
public final class AwsJsonDoor implements Door {
  private static final String CONTENT_TYPE = "application/x-amz-json-1.1";
  private static final String TARGET = "X-Amz-Target";

  private final List<JsonService> services;
  private final Signatures signatures;
  private final BodyBudget budget;
  private final Spool spool;

  /**
   * @param budget memory for bodies
   * @param spool disk for bytes inside bodies
   */
  public AwsJsonDoor(
      List<JsonService> services, Signatures signatures, BodyBudget budget, Spool spool) {
    this.services = List.copyOf(services);
    this.signatures = signatures;
    this.budget = budget;
    this.spool = spool;
  }

  @Override
  public boolean admits(Request request) {
    return request.method().equals("POST")
        && request.path().equals("/")
        && request.headers().first(TARGET).isPresent();
  }

  @Override
  public Call identify(Request request) {
    String target = request.headers().first(TARGET).orElse("");
    for (JsonService service : services) {
      Optional<JsonRow<?>> row = service.row(target);
      if (row.isPresent()) {
        return call(request, service, row.get());
      }
    }
    throw new Unacceptable.UnknownOperation();
  }

  private <Q> Call call(Request request, JsonService service, JsonRow<Q> row) {
    return new JsonCall<>(this, request, service.model().signingName(), row);
  }

  @Override
  public Response refuse(Request request, Throwable failure) {
    AwsError error = AwsErrors.json(failure);
    ObjectNode body = Json.MAPPER.createObjectNode();
    body.put("__type", error.code());
    body.put("message", error.message());
    error.members().forEach(body::putPOJO);
    return respond(error.status(), body);
  }

  static Response respond(int status, ObjectNode body) {
    return Response.of(status, CONTENT_TYPE, new Body.Bytes(Json.MAPPER.writeValueAsBytes(body)));
  }

  @Override
  public List<JsonRow<?>> rows() {
    return services.stream().flatMap(service -> service.rows().stream()).toList();
  }

  Signatures signatures() {
    return signatures;
  }

  BodyBudget budget() {
    return budget;
  }

  Spool spool() {
    return spool;
  }
}
