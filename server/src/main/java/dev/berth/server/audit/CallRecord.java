package dev.berth.server.audit;

import dev.berth.iam.Decision;
import dev.berth.iam.Demand;
import dev.berth.metadata.AuditedCall;
import dev.berth.model.RegistryId;
import dev.berth.wire.audit.Audited;
import dev.berth.wire.audit.CallFacts;
import dev.berth.wire.door.Call;
import dev.berth.wire.door.Caller;
import dev.berth.wire.exchange.Request;
import dev.berth.wire.exchange.Response;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is known of a call for the audit trail, while it runs. Used by the call's own thread. */
public final class CallRecord {
  private static final Logger LOG = LoggerFactory.getLogger(CallRecord.class);

  private final Request request;
  private final RegistryId usual;
  private final AuditTrail trail;
  private Optional<Call> call = Optional.empty();
  private Optional<Caller.Known> caller = Optional.empty();
  private List<Demand> demands = List.of();
  private Optional<Decision> decision = Optional.empty();
  private Optional<Change> change = Optional.empty();

  /** What the call stores with its changes. */
  private record Change(CallFacts facts, AuditedCall audited) {}

  CallRecord(Request request, RegistryId usual, AuditTrail trail) {
    this.request = request;
    this.usual = usual;
    this.trail = trail;
  }

  /** The row is known. */
  public void identified(Call found) {
    call = Optional.of(found);
  }

  /** Who calls is proved. */
  public void authenticated(Caller found) {
    if (found instanceof Caller.Known known) {
      caller = Optional.of(known);
    }
  }

  /** The gate was asked. */
  public void decided(List<Demand> made, Decision answer) {
    demands = made;
    decision = Optional.of(answer);
  }

  /**
   * Answers a call that may be answered; what it changes is stored together with its entry.
   *
   * @throws dev.berth.wire.door.AuditTrailFull when it may change something and the trail takes
   *     nothing now
   */
  public Response run(Supplier<Response> handling) {
    if (call.filter(known -> known.row().changes()).isPresent()) {
      change =
          facts(Optional.empty(), Optional.empty())
              .map(facts -> new Change(facts, new AuditedCall(trail.beforeChange(facts))));
    }
    return change.map(known -> known.audited().run(handling)).orElseGet(handling);
  }

  /** It ended with this answer. */
  public void answered(Response answer) {
    end(Optional.of(answer), Optional.empty());
  }

  /** It ended with this failure. */
  public void failed(RuntimeException failure) {
    end(Optional.empty(), Optional.of(failure));
  }

  // The call is over, and so is what it changed: whatever is wrong with its entry must not make
  // another answer of it.
  private void end(Optional<Response> answer, Optional<RuntimeException> failure) {
    try {
      facts(answer, failure).ifPresent(this::end);
    } catch (RuntimeException e) {
      LOG.error("request {} has no whole entry in the audit trail", request.id(), e);
      trail.lost();
    }
  }

  private void end(CallFacts facts) {
    change
        .filter(known -> known.audited().changedSomething())
        .ifPresentOrElse(known -> trail.changed(facts, known.facts()), () -> trail.ended(facts));
  }

  private Optional<CallFacts> facts(Optional<Response> answer, Optional<RuntimeException> failure) {
    return call.flatMap(known -> known.audited(answer).map(told -> facts(known, told, failure)));
  }

  private CallFacts facts(Call known, Audited told, Optional<RuntimeException> failure) {
    return new CallFacts(
        request,
        told,
        known.row().changes(),
        caller,
        caller.map(Caller.Known::registry).orElse(usual),
        demands,
        decision,
        failure.map(thrown -> FailedCall.of(thrown, told.source())));
  }
}
