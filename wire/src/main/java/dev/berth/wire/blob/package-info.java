/**
 * Bytes of blobs as answers: whole, or the one range that was asked for.
 *
 * <p>{@link dev.berth.wire.blob.BlobContent} serves the blob route of {@code /v2/} and the sealed
 * addresses of {@link dev.berth.wire.blob.SealedBlobDoor} alike. Decides nothing about who may
 * read.
 */
@NullMarked
package dev.berth.wire.blob;

import org.jspecify.annotations.NullMarked;
