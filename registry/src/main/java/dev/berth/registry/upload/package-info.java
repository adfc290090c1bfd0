/**
 * Layers on their way in and out: uploads from their first byte to the blob that they become, links
 * of repositories to blobs, and the end of bytes that nobody needs.
 *
 * <p>Bytes are stored first, a row points at them second (invariant I2). Knows no manifest but that
 * one may name a layer. Start with {@link dev.berth.registry.upload.Uploads} and {@link
 * dev.berth.registry.upload.Layers}.
 */
@NullMarked
package dev.berth.registry.upload;

import org.jspecify.annotations.NullMarked;
