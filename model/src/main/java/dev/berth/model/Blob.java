package dev.berth.model;

/**
 * Bytes under a digest, shared by the repositories of one registry that have the same encryption
 * key. A repository reaches them only through a link of its own.
 *
 * @param id its row, never reused
 * @param digest of the bytes, verified before the row existed
 * @param size in bytes
 * @param key where the bytes are
 * @param format how they are laid out there
 */
public record Blob(long id, Digest digest, long size, BlobKey key, BlobFormat format) {}
