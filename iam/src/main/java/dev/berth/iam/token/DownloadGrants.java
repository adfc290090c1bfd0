package dev.berth.iam.token;

import dev.berth.iam.token.Sealer.Purpose;
import java.time.InstantSource;
import java.util.Optional;

/** Seals and opens the addresses of downloads. */
public final class DownloadGrants {
  private static final byte[] NO_CONTEXT = new byte[0];

  private final Sealer sealer;
  private final InstantSource clock;

  /** What an address turned out to be. */
  public sealed interface Opened {

    /** A grant that counts now. */
    record Good(DownloadGrant grant) implements Opened {}

    /** A grant that this server sealed and whose time is over. */
    record Expired(DownloadGrant grant) implements Opened {}

    /** Nothing that this server sealed as a grant, or one for another method. */
    record Unreadable() implements Opened {}
  }

  public DownloadGrants(Sealer sealer, InstantSource clock) {
    this.sealer = sealer;
    this.clock = clock;
  }

  /** The last segment of the address: letters, digits, hyphens and underscores. */
  public String seal(DownloadGrant grant) {
    return sealer.seal(Purpose.DOWNLOAD, NO_CONTEXT, grant.toBytes());
  }

  /** Opens the last segment of an address that a request with that method came to. */
  public Opened open(String sealed, String method) {
    Optional<DownloadGrant> grant =
        sealer
            .open(Purpose.DOWNLOAD, NO_CONTEXT, sealed)
            .flatMap(DownloadGrant::ofBytes)
            .filter(found -> found.method().equals(method));
    if (grant.isEmpty()) {
      return new Opened.Unreadable();
    }
    return clock.instant().isBefore(grant.get().expiresAt())
        ? new Opened.Good(grant.get())
        : new Opened.Expired(grant.get());
  }
}
