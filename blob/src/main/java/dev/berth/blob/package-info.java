/**
 * Bytes under keys of their own: written once as a stream, hashed on the way, synced before anybody
 * points at them.
 *
 * <p>Knows digests and keys, no repository and no database. {@link dev.berth.blob.BlobStore} is the
 * contract, {@code file} the store in a folder.
 */
@NullMarked
package dev.berth.blob;

import org.jspecify.annotations.NullMarked;
