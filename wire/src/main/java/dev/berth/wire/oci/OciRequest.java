package dev.berth.wire.oci;

import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.RepositoryName;
import dev.berth.wire.door.FirstPush;
import dev.berth.wire.exchange.Request;
import java.util.List;
import java.util.Optional;

/**
 * A request whose address was parsed.
 *
 * @param http as it came
 * @param path where it is addressed
 * @param query its parameters
 * @param mountSources the repositories that a layer may be mounted from if the caller may read
 *     them, the first choice first; none before {@link MountSources} looked, and for other requests
 * @param firstPush the repository that is made first, if it is a push and there is none
 */
public record OciRequest(
    Request http,
    OciPath path,
    OciQuery query,
    List<RepositoryAddress> mountSources,
    Optional<FirstPush> firstPush) {

  public OciRequest {
    mountSources = List.copyOf(mountSources);
  }

  OciRequest(Request http, OciPath path, OciQuery query) {
    this(http, path, query, List.of(), Optional.empty());
  }

  /** The same with sources to mount from. */
  OciRequest with(List<RepositoryAddress> sources) {
    return new OciRequest(http, path, query, sources, firstPush);
  }

  /** The same as the first push to its repository, if it is one. */
  OciRequest with(Optional<FirstPush> push) {
    return new OciRequest(http, path, query, mountSources, push);
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
