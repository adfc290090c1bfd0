package dev.berth.iam.token;

import dev.berth.model.AccountId;
import dev.berth.model.Region;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Who logs in to a registry, sealed inside the password (ECR dossier section 2). It carries no
 * rights: they are looked up when it is used.
 *
 * @param account the caller's
 * @param region where it works, and nowhere else
 * @param principalId who asked for it: the id, which outlives a new name
 * @param accessKeyId the key that it was asked for with; the token ends with it
 * @param generation of that key's secret; the token ends when it is raised
 * @param issuedAt in whole milliseconds
 * @param expiresAt in whole milliseconds
 */
public record RegistryToken(
    AccountId account,
    Region region,
    String principalId,
    String accessKeyId,
    long generation,
    Instant issuedAt,
    Instant expiresAt) {
  private static final int VERSION = 2;

  public RegistryToken {
    issuedAt = issuedAt.truncatedTo(ChronoUnit.MILLIS);
    expiresAt = expiresAt.truncatedTo(ChronoUnit.MILLIS);
  }

  byte[] toBytes() {
    return Packed.write(
        VERSION,
        out -> {
          out.writeUTF(account.value());
          out.writeUTF(region.value());
          out.writeUTF(principalId);
          out.writeUTF(accessKeyId);
          out.writeLong(generation);
          out.writeLong(issuedAt.toEpochMilli());
          out.writeLong(expiresAt.toEpochMilli());
        });
  }

  static Optional<RegistryToken> ofBytes(byte[] bytes) {
    return Packed.read(
        VERSION,
        bytes,
        in ->
            new RegistryToken(
                new AccountId(in.readUTF()),
                new Region(in.readUTF()),
                in.readUTF(),
                in.readUTF(),
                in.readLong(),
                Instant.ofEpochMilli(in.readLong()),
                Instant.ofEpochMilli(in.readLong())));
  }
}
