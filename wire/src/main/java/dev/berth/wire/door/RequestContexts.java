package dev.berth.wire.door;

import dev.berth.iam.RequestContext;
import dev.berth.iam.ResourceTags;
import dev.berth.model.Region;
import dev.berth.wire.exchange.Request;
import java.time.InstantSource;

/**
 * Makes of a request what conditions may ask about it (IAM dossier 4.7).
 *
 * @param clock the time of decisions
 * @param resourceTags looks up tags when they are asked for
 */
public record RequestContexts(InstantSource clock, ResourceTags resourceTags) {

  /**
   * The context of a request.
   *
   * @param request with the addresses that the client sees, see {@code trusted-proxies}
   * @param region that it is meant for
   */
  public RequestContext of(Request request, Region region) {
    return new RequestContext(
        request.peer(),
        request.tls(),
        clock.instant(),
        region,
        resourceTags,
        request.headers().first("User-Agent"),
        request.headers().first("Referer"));
  }
}
