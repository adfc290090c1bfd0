package dev.berth.iam;

import dev.berth.iam.policy.PolicyDocument;
import dev.berth.model.RepositoryAddress;
import java.util.List;

/**
 * The one place where a request is allowed or refused (invariant I6). Every row of every route and
 * operation table passes it before its handler runs, at every request, on current state.
 */
@FunctionalInterface
public interface Gate {

  /**
   * Decides all demands of one request.
   *
   * @param principal the caller, authenticated
   * @param demands what the request needs; hard ones are all needed
   * @param context what conditions may ask
   */
  Decision decide(Principal principal, List<Demand> demands, RequestContext context);

  /**
   * This gate as it would decide if the repository had that policy, and not the one that it has. A
   * gate that knows no policies is the same as ever.
   */
  default Gate supposing(RepositoryAddress repository, PolicyDocument policy) {
    return this;
  }
}
