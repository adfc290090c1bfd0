package dev.berth.wire.json;

import dev.berth.model.RegistryId;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a row of an operation table does. Implementations hold the request, its parsing and the
 * answer of one operation of the API reference.
 *
 * @param <Q> its request
 */
public interface JsonOperation<Q> {

  /**
   * Turns a validated request into values. Looks nothing up: the caller may not be allowed to know.
   *
   * @param home the caller's own registry in the Region of the call
   * @throws dev.berth.wire.aws.Unacceptable.Violation for a rule that the model does not state
   */
  Q parse(Input input, RegistryId home);

  /**
   * Looks up what the decision depends on beside the request, once for each, when it is known who
   * calls and not yet what they may do: it changes nothing and tells nothing.
   */
  default Prepared<Q> prepare(Q request) {
    return Prepared.asItIs(request);
  }

  /** Does it, and gives the answer as the model's output shape wants it. */
  ObjectNode handle(Q request, Invocation invocation);

  /** What the audit trail tells of the answer, when that is not the answer itself. */
  default ObjectNode told(ObjectNode answer) {
    return answer;
  }
}
