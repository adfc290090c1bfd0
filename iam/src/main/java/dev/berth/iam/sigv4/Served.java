package dev.berth.iam.sigv4;

import dev.berth.model.Region;
import java.util.Set;

/**
 * What a credential must be scoped to for the request at hand.
 *
 * @param service the service's signing name, such as {@code ecr}
 * @param regions the Regions that are right: all that are served, or the one that the host name
 *     means
 */
public record Served(String service, Set<Region> regions) {
  public Served {
    regions = Set.copyOf(regions);
  }
}
