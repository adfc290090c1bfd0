package dev.berth.wire.query;

import dev.berth.iam.Demand;
import dev.berth.wire.door.Caller;
import java.util.List;

/**
 * What a row of a Query table does. Implementations hold the request, its parsing, its demands and
 * the answer of one operation of the API reference.
 *
 * @param <Q> its request
 */
public interface QueryOperation<Q> {

  /**
   * Turns parameters into values. Looks nothing up: the caller may not be allowed to know.
   *
   * @throws dev.berth.wire.aws.Unacceptable.Violation for a parameter that breaks a rule
   */
  Q parse(QueryInput input, Caller caller);

  /**
   * What the request needs the right to do, at least one demand (invariant I6). Asked only of rows
   * that are guarded by demands.
   */
  default List<Demand> demands(Q request, Caller.Known caller) {
    throw new IllegalStateException("a row that is guarded by demands makes some");
  }

  /** Does it, and writes what stands inside the {@code Result} element. */
  void answer(Q request, QueryInvocation invocation, XmlAnswer xml);
}
