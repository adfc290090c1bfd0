package dev.berth.wire.oci;

import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.RepositoryName;
import dev.berth.wire.exchange.Request;
import java.util.List;

/**
 * A request whose address was parsed.
 *
 * @param http as it came
 * @param path where it is addressed
 * @param query its parameters
 * @param mountSources the repositories that a layer may be mounted from if the caller may read
 *     them, the first choice first; none before {@link MountSources} looked, and for other requests
 */
public record OciRequest(
    Request http, OciPath path, OciQuery query, List<RepositoryAddress> mountSources) {

  public OciRequest {
    mountSources = List.copyOf(mountSources);
  }

  OciRequest(Request http, OciPath path, OciQuery query) {
    this(http, path, query, List.of());
  }

  /** The same with sources to mount from. */
  OciRequest with(List<RepositoryAddress> sources) {
    return new OciRequest(http, path, query, sources);
  }

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
