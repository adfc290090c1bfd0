package dev.berth.wire.blob;

import dev.berth.iam.token.DownloadGrant;
import dev.berth.iam.token.DownloadGrants;
import dev.berth.model.Digest;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.repository.Repositories;
import dev.berth.wire.door.RegistryHosts;
import dev.berth.wire.exchange.Request;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Addresses from which a layer can be fetched for an hour without a credential (ECR dossier 6.3);
 * {@link SealedBlobDoor} serves them. Whether the caller may have the layer is asked before.
 */
public record DownloadAddresses(
    Repositories repositories, DownloadGrants grants, RegistryHosts hosts, InstantSource clock) {
  private static final Duration LIFE = Duration.ofHours(1);

  /**
   * An absolute address of a layer that the repository holds: at the host that the client has
   * reached through a trusted proxy, unless that is another registry's, else at the registry's
   * configured one.
   *
   * @param request who asks for it
   */
  public String of(Request request, RepositoryAddress address, Digest layer) {
    DownloadGrant grant =
        new DownloadGrant(
            address.registry(),
            repositories.get(address).id(),
            layer,
            SealedBlobDoor.METHOD,
            clock.instant().plus(LIFE));
    return base(request, address.registry()) + SealedBlobDoor.PREFIX + grants.seal(grant);
  }

  private String base(Request request, RegistryId registry) {
    String host = request.target().host();
    boolean elsewhere = hosts.registry(host).filter(named -> !named.equals(registry)).isPresent();
    return request.forwarded() && !elsewhere ? request.origin() : hosts.proxyEndpoint(registry);
  }
}
