package dev.berth.model;

import java.time.Instant;
import java.util.Optional;

/**
 * A blob being received. Its row exists before the first byte, and holds the key under which the
 * bytes are written.
 *
 * @param id its name, unguessable
 * @param repositoryId the row of the only repository it is good in
 * @param key where its bytes go
 * @param startedBy the ARN of the principal that began it
 * @param createdAt when it began
 * @param lastActiveAt when it last received something, exact to an hour; idle uploads expire by it
 * @param parts what the layer API (UploadLayerPart) sent so far; {@link Parts#NONE} for uploads of
 *     {@code /v2/}
 * @param finished the digest it was closed with; kept for an hour so that a repeated close is
 *     answered alike
 */
public record Upload(
    UploadId id,
    long repositoryId,
    BlobKey key,
    Arn startedBy,
    Instant createdAt,
    Instant lastActiveAt,
    Parts parts,
    Optional<Finished> finished) {

  /**
   * The parts that the layer API acknowledged.
   *
   * @param count how many
   * @param bytes their total length: the first byte that the next part must have
   * @param smallestButLast the length of the smallest part that is not the last one; {@link
   *     Long#MAX_VALUE} while there is at most one
   * @param last the length of the last part, 0 when there is none
   */
  public record Parts(int count, long bytes, long smallestButLast, long last) {
    public static final Parts NONE = new Parts(0, 0, Long.MAX_VALUE, 0);

    /** These parts and one more of {@code length} bytes. */
    public Parts plus(long length) {
      return new Parts(
          count + 1,
          bytes + length,
          count == 0 ? Long.MAX_VALUE : Math.min(smallestButLast, last),
          length);
    }
  }

  /**
   * How it was closed.
   *
   * @param digest of the blob that it became
   * @param at when
   */
  public record Finished(Digest digest, Instant at) {}
}
