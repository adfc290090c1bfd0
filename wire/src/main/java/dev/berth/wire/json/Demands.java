package dev.berth.wire.json;

import dev.berth.iam.Demand;
import dev.berth.model.RegistryId;
import java.util.List;

/** What a request needs the right to do, as a function of the validated request (invariant I6). */
@FunctionalInterface
public interface Demands {

  /**
   * At least one demand.
   *
   * @param operation the operation's name
   * @param home the caller's own registry in the Region of the call
   */
  List<Demand> of(String operation, Input input, RegistryId home);
}
