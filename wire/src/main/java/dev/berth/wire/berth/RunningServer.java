package dev.berth.wire.berth;

import dev.berth.model.AccountId;
import dev.berth.model.Region;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What a server tells about itself.
 *
 * @param version of Berth
 * @param commit that it was built from, when that is known
 * @param startedAt when the process began to serve
 * @param metadataStore the kind, such as {@code sqlite}
 * @param blobStore the kind, such as {@code file}
 * @param accounts asked at every call: accounts may be added
 * @param regions all that are served
 */
public record RunningServer(
    String version,
    Optional<String> commit,
    Instant startedAt,
    String metadataStore,
    String blobStore,
    Supplier<List<AccountId>> accounts,
    Set<Region> regions) {
  public RunningServer {
    regions = Set.copyOf(regions);
  }
}
