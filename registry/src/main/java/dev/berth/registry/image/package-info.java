/**
 * Images: put, found, listed, described and deleted, with their tags; and who refers to them.
 *
 * <p>Knows manifests as parsed values and as exact bytes, never layers' bytes. Start with {@link
 * dev.berth.registry.image.Images}.
 */
@NullMarked
package dev.berth.registry.image;

import org.jspecify.annotations.NullMarked;
