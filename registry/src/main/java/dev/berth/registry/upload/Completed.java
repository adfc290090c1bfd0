package dev.berth.registry.upload;

import dev.berth.model.Digest;
import dev.berth.model.UploadId;

/**
 * An upload that became a layer of its repository.
 *
 * @param upload which
 * @param digest of its bytes, verified
 * @param size in bytes
 */
public record Completed(UploadId upload, Digest digest, long size) {}
