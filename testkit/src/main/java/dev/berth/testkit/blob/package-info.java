/**
 * What every blob store promises, as tests: extend {@link
 * dev.berth.testkit.blob.BlobStoreContract}.
 *
 * <p>Knows the interfaces of {@code dev.berth.blob} and none of their implementations.
 */
@NullMarked
package dev.berth.testkit.blob;

import org.jspecify.annotations.NullMarked;
