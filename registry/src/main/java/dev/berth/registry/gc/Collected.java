package dev.berth.registry.gc;

/**
 * What one run of collection removed.
 *
 * @param links blobs that a repository does not hold any more
 * @param blobs that nobody holds any more; their bytes are condemned
 * @param bytes of those blobs, which come free when the condemned ones are deleted
 */
public record Collected(long links, long blobs, long bytes) {}
