package dev.berth.registry.image;

import dev.berth.model.Digest;
import dev.berth.model.ImageReference;
import dev.berth.model.Tag;
import java.util.Optional;

/**
 * How the ECR API names an image ({@code ImageIdentifier}): by digest, by tag, by both, which must
 * agree, or, by mistake, by neither.
 */
public record ImageId(Optional<Digest> digest, Optional<Tag> tag) {

  public static ImageId of(Digest digest) {
    return new ImageId(Optional.of(digest), Optional.empty());
  }

  public static ImageId of(Tag tag) {
    return new ImageId(Optional.empty(), Optional.of(tag));
  }

  public static ImageId of(Digest digest, Tag tag) {
    return new ImageId(Optional.of(digest), Optional.of(tag));
  }

  public static ImageId of(ImageReference reference) {
    return switch (reference) {
      case ImageReference.ByDigest(Digest digest) -> of(digest);
      case ImageReference.ByTag(Tag tag) -> of(tag);
    };
  }
}
