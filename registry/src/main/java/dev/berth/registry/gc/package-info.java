/**
 * Collection: takes away what nobody needs any more, while everybody goes on reading and writing.
 *
 * <p>Sees rows and keys, no manifest and no protocol; knows nothing of how a lease came about.
 * Start with {@link dev.berth.registry.gc.BlobCollection}.
 */
@NullMarked
package dev.berth.registry.gc;

import org.jspecify.annotations.NullMarked;
