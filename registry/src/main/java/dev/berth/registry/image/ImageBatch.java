package dev.berth.registry.image;

import java.util.List;

/**
 * What BatchGetImage got.
 *
 * @param found in the order asked for
 * @param failures in the order asked for
 */
public record ImageBatch(List<Found> found, List<ImageFailure> failures) {
  public ImageBatch {
    found = List.copyOf(found);
    failures = List.copyOf(failures);
  }

  /**
   * An image that was got.
   *
   * @param id its digest, and the tag that it was asked by
   * @param image with its bytes
   */
  public record Found(ImageId id, StoredImage image) {}
}
