package dev.berth.server.audit;

import dev.berth.iam.Decision;
import dev.berth.iam.Demand;
import dev.berth.metadata.AuditedCall;
import dev.berth.model.RegistryId;
import dev.berth.wire.audit.Audited;
import dev.berth.wire.audit.CallFacts;
import dev.berth.wire.audit.EventDocument;
import dev.berth.wire.door.Call;
import dev.berth.wire.door.Caller;
import dev.berth.wire.exchange.Request;
import dev.berth.wire.exchange.Response;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What is known of a call for the audit trail, while it runs. Used by the call's own thread. */
public final class CallRecord {
  private final Request request;
  private final RegistryId usual;
  private final InstantSource clock;
  private Optional<Call> call = Optional.empty();
  private Optional<Caller.Known> caller = Optional.empty();
  private List<Demand> demands = List.of();
  private Optional<Decision> decision = Optional.empty();

  CallRecord(Request request, RegistryId usual, InstantSource clock) {
    this.request = request;
    this.usual = usual;
    this.clock = clock;
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

  /** Answers a call that may be answered; what it changes is stored together with its entry. */
  public Response run(Supplier<Response> handling) {
    boolean changes = call.filter(known -> known.row().changes()).isPresent();
    Optional<CallFacts> facts =
        changes ? facts(Optional.empty(), Optional.empty()) : Optional.empty();
    return facts
        .map(known -> new AuditedCall(EventDocument.entry(known, clock.instant())))
        .map(audited -> audited.run(handling))
        .orElseGet(handling);
  }

  private Optional<CallFacts> facts(
      Optional<Response> answer, Optional<CallFacts.Failure> failure) {
    return call.flatMap(known -> known.audited(answer).map(told -> facts(known, told, failure)));
  }

  private CallFacts facts(Call known, Audited told, Optional<CallFacts.Failure> failure) {
    return new CallFacts(
        request,
        told,
        known.row().changes(),
        caller,
        caller.map(Caller.Known::registry).orElse(usual),
        demands,
        decision,
        failure);
  }
}
