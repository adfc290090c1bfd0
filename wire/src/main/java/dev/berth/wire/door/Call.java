package dev.berth.wire.door;

import dev.berth.iam.Decision;
import dev.berth.iam.Demand;
import dev.berth.iam.Gate;
import dev.berth.model.RepositoryName;
import dev.berth.wire.audit.Audited;
import dev.berth.wire.exchange.Response;
import java.util.List;
import java.util.Optional;

/**
 * One request for one row. The pipeline calls the steps in the order in which they stand here, each
 * once; a step that throws ends the call, and the door words the refusal.
 */
public interface Call {

  /** The row it is for. */
  Row row();

  /** The repository that it names, as far as it is known yet; for the log. */
  Optional<RepositoryName> repository();

  /** Finds out who calls from the headers alone, before a byte of body is taken. */
  Caller authenticate();

  /** Reads and validates what the decision needs. Never the bytes of a blob. */
  void read(Caller caller);

  /**
   * What the request needs the right to do. Empty only for rows that are not guarded by demands.
   */
  List<Demand> demands(Caller caller);

  /**
   * The gate that decides the demands: the one that decides everything, or the same as it would be
   * after what the request makes first.
   */
  default Gate through(Gate gate) {
    return gate;
  }

  /** Does it. Reached only when every hard demand is allowed. */
  Response handle(Caller caller, Decision.Allowed decision);

  /**
   * What the audit trail tells of it; asked when it is authorized, and again at its end. Empty for
   * rows that leave no trace there: health, and who only finds out how to log in.
   *
   * @param answer what it was answered with; empty before, and when it failed
   */
  default Optional<Audited> audited(Optional<Response> answer) {
    return Optional.empty();
  }

  /** Gives back what the call holds, however it ended. */
  void close();
}
