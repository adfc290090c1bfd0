package dev.berth.registry.image;

import dev.berth.model.Digest;
import dev.berth.model.MediaType;
import java.util.Optional;

/**
 * A manifest as a client sent it.
 *
 * @param bytes exactly as sent; the array is shared and must not be changed
 * @param declared the type that came with it: {@code Content-Type}, {@code imageManifestMediaType}
 * @param expected the digest that it must have, and is stored under; without, sha256
 */
@SuppressWarnings("ArrayRecordComponent") // handed through once, never compared
public record PushedManifest(
    byte[] bytes, Optional<MediaType> declared, Optional<Digest> expected) {
  @Override
  public String toString() {
    return "PushedManifest[%d bytes, %s, %s]".formatted(bytes.length, declared, expected);
  }
}
