package dev.berth.metadata;

import dev.berth.model.Digest;
import dev.berth.model.Tag;
import java.util.Optional;

/**
 * One line of a list of images: an image under one of its tags, or an image that has none.
 *
 * @param key its place in the list
 * @param digest of the image
 */
public record TaggedDigest(Key key, Digest digest) {

  /** The tag; empty for an image that has none. */
  public Optional<Tag> tag() {
    return key.tag();
  }

  /**
   * The place of a line: by image in the order of first push, then by tag in byte order.
   *
   * @param imageId the image
   * @param tag the tag; empty for an image that has none
   */
  public record Key(long imageId, Optional<Tag> tag) {}
}
