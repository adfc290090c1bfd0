package dev.berth.model;

/**
 * How an image is named inside its repository: OCI's {@code <reference>}. With a colon it is a
 * digest, else a tag.
 */
public sealed interface ImageReference {

  /** The image that the tag names now. */
  record ByTag(Tag tag) implements ImageReference {
    @Override
    public String toString() {
      return tag.value();
    }
  }

  /** The image with exactly these bytes. */
  record ByDigest(Digest digest) implements ImageReference {
    @Override
    public String toString() {
      return digest.toString();
    }
  }

  /** Parses a reference; what is neither a digest nor a tag is {@link Malformed}. */
  static ImageReference parse(String text) {
    return text.indexOf(':') >= 0 ? new ByDigest(Digest.parse(text)) : new ByTag(new Tag(text));
  }
}
