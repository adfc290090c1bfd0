/**
 * The blob store in a folder of a local file system.
 *
 * <p>Knows files, threads and digests; that only one process uses the folder is seen to elsewhere.
 * Start with {@link dev.berth.blob.file.FileBlobStore}, which draws the folder, then {@code
 * Intake}, which moves bytes into it.
 */
@NullMarked
package dev.berth.blob.file;

import org.jspecify.annotations.NullMarked;
