package dev.berth.model;

/**
 * The exact bytes of a manifest with their type and digest (invariant I5: the manifest is its
 * bytes).
 *
 * @param digest of {@code bytes}
 * @param mediaType what it is served as
 * @param bytes exactly as pushed; the array is shared and must not be changed
 */
@SuppressWarnings(
    "ArrayRecordComponent") // up to 4 MiB, read on every pull: a copy at each hand-over would be
// waste
public record Manifest(Digest digest, MediaType mediaType, byte[] bytes) {
  @Override
  public String toString() {
    return "Manifest[%s, %s, %d bytes]".formatted(digest, mediaType, bytes.length);
  }
}
