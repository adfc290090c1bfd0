package dev.berth.registry.image;

import java.util.List;

/**
 * What BatchDeleteImage removed (IM-21).
 *
 * @param deleted a digest with a tag for each tag that went, a digest alone for an image that had
 *     none
 * @param failures in the order asked for
 */
public record Deleted(List<ImageId> deleted, List<ImageFailure> failures) {
  public Deleted {
    deleted = List.copyOf(deleted);
    failures = List.copyOf(failures);
  }
}
