package dev.berth.wire.query;

import dev.berth.iam.Decision;
import dev.berth.iam.Demand;
import dev.berth.iam.sigv4.SigningCredential;
import dev.berth.wire.door.Caller;
import dev.berth.wire.door.OperationNames;
import dev.berth.wire.door.Row;
import dev.berth.wire.exchange.Request;
import java.util.List;
import java.util.Optional;

/**
 * An action of a service that speaks the Query protocol (IAM dossier 1).
 *
 * @param service its signing name
 * @param version of the API, as requests state it
 * @param name such as {@code GetCallerIdentity}
 * @param guard who may use it; {@link dev.berth.wire.door.Row.GuardKind#SEALED} for those that are
 *     not signed, because a token among their parameters is the permission
 * @param result whether the answer has a {@code Result} element
 * @param operation what it does
 * @param <Q> its request
 */
public record QueryAction<Q>(
    String service,
    String version,
    String name,
    GuardKind guard,
    Result result,
    QueryOperation<Q> operation)
    implements Row {

  /** Whether an answer carries a result. */
  public enum Result {
    /** {@code <XResult>} stands in the answer, if only empty. */
    ELEMENT,
    /** The operation answers nothing but its request id. */
    NONE
  }

  @Override
  public boolean changes() {
    return !OperationNames.reads(name);
  }

  /** Parses the parameters, and binds the request to its operation. */
  Bound bind(QueryInput input, Caller caller, Request received) {
    Q request = operation.parse(input, caller);
    return new Bound() {
      @Override
      public List<Demand> demands() {
        return guard == GuardKind.DEMANDS ? operation.demands(request, caller.known()) : List.of();
      }

      @Override
      public void answer(
          Decision.Allowed decision, Optional<SigningCredential> credential, XmlAnswer xml) {
        operation.answer(request, new QueryInvocation(caller, credential, decision, received), xml);
      }
    };
  }

  /** A parsed request of this action. */
  interface Bound {
    List<Demand> demands();

    void answer(Decision.Allowed decision, Optional<SigningCredential> credential, XmlAnswer xml);
  }
}
