package dev.berth.wire.blob;

import dev.berth.iam.token.DownloadGrant;
import dev.berth.iam.token.DownloadGrants;
import dev.berth.model.Digest;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.repository.Repositories;
import dev.berth.wire.door.RegistryHosts;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Addresses from which a layer can be fetched for an hour without a credential (ECR dossier 6.3);
 * {@link SealedBlobDoor} serves them. Whether the caller may have the layer is asked before.
 */
public record DownloadAddresses(
    Repositories repositories, DownloadGrants grants, RegistryHosts hosts, InstantSource clock) {
  private static final Duration LIFE = Duration.ofHours(1);

  /** An absolute address of a layer that the repository holds. */
  public String of(RepositoryAddress address, Digest layer) {
    DownloadGrant grant =
        new DownloadGrant(
            address.registry(),
            repositories.get(address).id(),
            layer,
            SealedBlobDoor.METHOD,
            clock.instant().plus(LIFE));
    return hosts.proxyEndpoint(address.registry()) + SealedBlobDoor.PREFIX + grants.seal(grant);
  }
}
