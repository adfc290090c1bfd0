package dev.berth.wire.oci;

import dev.berth.iam.Principal;
import dev.berth.identity.session.LastingLogins;
import dev.berth.model.Region;
import dev.berth.wire.door.RequestContexts;
import dev.berth.wire.exchange.Request;
import java.util.Optional;

/**
 * Logins with another user than {@code AWS}, which ECR has not.
 *
 * @param region of requests to a host that names none
 */
public record OtherLogins(LastingLogins logins, Region region, RequestContexts contexts) {

  /** Who logs in so; empty when nobody does. */
  Optional<Principal> holder(String user, String password, Request request) {
    return logins.holder(user, password, contexts.of(request, region));
  }
}
