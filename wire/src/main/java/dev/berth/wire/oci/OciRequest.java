package dev.berth.wire.oci;

import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.RepositoryName;
import dev.berth.wire.exchange.Request;

/**
 * A request whose address was parsed.
 *
 * @param http as it came
 * @param path where it is addressed
 * @param query its parameters
 */
public record OciRequest(Request http, OciPath path, OciQuery query) {

  /** The repository that it names; only for rows whose path has one. */
  RepositoryName name() {
    return path.repository().orElseThrow();
  }

  /** The repository that it names, in the registry that is meant. */
  RepositoryAddress repository(RegistryId registry) {
    return new RepositoryAddress(registry, name());
  }

  /** Whether it only asks for the header. */
  boolean isHead() {
    return http.method().equals("HEAD");
  }
}
