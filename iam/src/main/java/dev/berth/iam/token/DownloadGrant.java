package dev.berth.iam.token;

import dev.berth.model.AccountId;
import dev.berth.model.Digest;
import dev.berth.model.Region;
import dev.berth.model.RegistryId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The permission that a download address is: {@code /blob/SEALED} asks for no credential. It names
 * the digest in its repository and not where the bytes are, so that a deleted layer is gone for it
 * too.
 *
 * @param registry whose layer
 * @param repositoryId through whose link it is read
 * @param digest of the layer
 * @param method that it was given for, such as {@code GET}
 * @param expiresAt in whole milliseconds
 */
public record DownloadGrant(
    RegistryId registry, long repositoryId, Digest digest, String method, Instant expiresAt) {
  private static final int VERSION = 1;

  public DownloadGrant {
    expiresAt = expiresAt.truncatedTo(ChronoUnit.MILLIS);
  }

  byte[] toBytes() {
    return Packed.write(
        VERSION,
        out -> {
          out.writeUTF(registry.account().value());
          out.writeUTF(registry.region().value());
          out.writeLong(repositoryId);
          out.writeUTF(digest.toString());
          out.writeUTF(method);
          out.writeLong(expiresAt.toEpochMilli());
        });
  }

  static Optional<DownloadGrant> ofBytes(byte[] bytes) {
    return Packed.read(
        VERSION,
        bytes,
        in ->
            new DownloadGrant(
                new RegistryId(new AccountId(in.readUTF()), new Region(in.readUTF())),
                in.readLong(),
                Digest.parse(in.readUTF()),
                in.readUTF(),
                Instant.ofEpochMilli(in.readLong())));
  }
}
