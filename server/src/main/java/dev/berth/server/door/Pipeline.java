package dev.berth.server.door;

import dev.berth.iam.AccessDenied;
import dev.berth.iam.Decision;
import dev.berth.iam.Gate;
import dev.berth.iam.RequestContext;
import dev.berth.model.Region;
import dev.berth.server.audit.AuditTrail;
import dev.berth.server.audit.CallRecord;
import dev.berth.wire.door.Call;
import dev.berth.wire.door.Caller;
import dev.berth.wire.door.Door;
import dev.berth.wire.door.NotAdmitted;
import dev.berth.wire.door.RequestContexts;
import dev.berth.wire.door.Row.GuardKind;
import dev.berth.wire.exchange.Handler;
import dev.berth.wire.exchange.Request;
import dev.berth.wire.exchange.Response;
import java.util.List;
import java.util.Set;

/**
 * The way of every request, whatever its protocol: admit, identify, authenticate, read, limit,
 * authorize, handle, word refusals, log. No handler is reached any other way (invariant I6).
 */
public final class Pipeline implements Handler {
  /** Tells a client the {@code id} of its line in the request log. */
  private static final String REQUEST_ID = "x-amzn-RequestId";

  private final List<Door> doors;
  private final Gate gate;
  private final RequestContexts contexts;
  private final Region defaultRegion;
  private final Admission admission;
  private final Throttle throttle;
  private final DenialExplanations explanations;
  private final RequestLog log;
  private final AuditTrail trail;

  /**
   * @param doors asked in this order whether they admit a request; the last one admits all
   * @param gate decides
   * @param contexts makes what conditions ask about
   * @param defaultRegion what conditions see as the Region of requests that name none
   * @param admission what holds for every request, whoever sends it
   * @param throttle how often who asks for what
   * @param log a line for every request
   * @param trail an entry for every call
   */
  public Pipeline(
      List<Door> doors,
      Gate gate,
      RequestContexts contexts,
      Region defaultRegion,
      Admission admission,
      Throttle throttle,
      RequestLog log,
      AuditTrail trail) {
    this.doors = List.copyOf(doors);
    this.gate = gate;
    this.contexts = contexts;
    this.defaultRegion = defaultRegion;
    this.admission = admission;
    this.throttle = throttle;
    this.explanations = new DenialExplanations(gate);
    this.log = log;
    this.trail = trail;
  }

  @Override
  public Response handle(Request received) {
    return answer(received).with(REQUEST_ID, received.id().toString());
  }

  private Response answer(Request received) {
    RequestLog.Entry entry = log.begin(received);
    Door door =
        doors.stream().filter(candidate -> candidate.admits(received)).findFirst().orElseThrow();
    Request request = received;
    CallRecord record = trail.begin(received);
    try {
      request = admission.asSent(received);
      record = trail.begin(request);
      entry.sentFrom(request.peer());
      admission.check(request);
      Response answer = pass(request, door.identify(request), entry, record);
      record.answered(answer);
      return answer;
    } catch (RuntimeException refusal) {
      entry.failed(refusal);
      record.failed(refusal);
      admission.refused(request, refusal);
      return withFieldsOf(refusal, door.refuse(request, refusal));
    }
  }

  /** What a refusal says in fields that all protocols share. */
  private static Response withFieldsOf(RuntimeException refusal, Response answer) {
    return switch (refusal) {
      case NotAdmitted.Slowed slowed -> answer.with("Retry-After", slowed.retryAfter());
      case AccessDenied denied ->
          denied
              .explanation()
              .map(line -> answer.with(DenialExplanations.FIELD, line))
              .orElse(answer);
      default -> answer;
    };
  }

  private Response pass(Request request, Call call, RequestLog.Entry entry, CallRecord record) {
    try {
      entry.identified(call);
      record.identified(call);
      Caller caller = call.authenticate();
      entry.authenticated(caller);
      call.read(caller);
      record.authenticated(caller);
      entry.identified(call);
      Decision.Allowed allowed = authorize(request, call, caller, entry, record);
      return record.run(() -> call.handle(caller, allowed));
    } finally {
      call.close();
    }
  }

  private Decision.Allowed authorize(
      Request request, Call call, Caller caller, RequestLog.Entry entry, CallRecord record) {
    if (call.row().guard() != GuardKind.DEMANDS) {
      return new Decision.Allowed(new Decision.Reason.NothingDemanded(), Set.of());
    }
    Caller.Known known = caller.known();
    var demands = call.demands(caller);
    if (demands.isEmpty()) {
      throw new IllegalStateException(
          "row %s is guarded by demands and made none".formatted(call.row().name()));
    }
    entry.demanded(demands);
    throttle.take(known, demands);
    RequestContext context = contexts.of(request, region(caller));
    Decision decision = call.through(gate).decide(known.principal(), demands, context);
    record.decided(demands, decision);
    return switch (decision) {
      case Decision.Allowed allowed -> allowed;
      case Decision.Denied denied ->
          throw new AccessDenied(
              known.principal(),
              denied,
              explanations.of(request, known.principal(), denied, context));
    };
  }

  private Region region(Caller caller) {
    return switch (caller) {
      case Caller.Known known -> known.registry().region();
      case Caller.Unasked _ -> defaultRegion;
    };
  }
}
