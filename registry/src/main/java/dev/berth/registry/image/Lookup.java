package dev.berth.registry.image;

import dev.berth.metadata.Transaction;
import dev.berth.model.Image;
import dev.berth.model.ImageReference;
import java.util.List;
import java.util.Optional;

/** Whether an {@link ImageId} names an image of a repository. */
sealed interface Lookup {

  record Found(Image image) implements Lookup {}

  record Failed(ImageFailure failure) implements Lookup {}

  static Lookup of(Transaction tx, long repositoryId, ImageId id) {
    if (id.digest().isEmpty() && id.tag().isEmpty()) {
      return failed(id, ImageFailure.Code.MISSING_DIGEST_AND_TAG);
    }
    Optional<Image> byTag =
        id.tag().flatMap(tag -> tx.images().find(repositoryId, new ImageReference.ByTag(tag)));
    Optional<Image> byDigest =
        id.digest()
            .flatMap(digest -> tx.images().find(repositoryId, new ImageReference.ByDigest(digest)));
    if (id.digest().isEmpty() || id.tag().isEmpty()) {
      return byTag
          .or(() -> byDigest)
          .<Lookup>map(Found::new)
          .orElseGet(() -> failed(id, ImageFailure.Code.IMAGE_NOT_FOUND));
    }
    if (byTag.isEmpty() || byDigest.isEmpty()) {
      return failed(id, ImageFailure.Code.IMAGE_NOT_FOUND);
    }
    return byTag.get().id() == byDigest.get().id()
        ? new Found(byTag.get())
        : failed(id, ImageFailure.Code.IMAGE_TAG_DOES_NOT_MATCH_DIGEST);
  }

  private static Failed failed(ImageId id, ImageFailure.Code code) {
    return new Failed(new ImageFailure(id, code, List.of()));
  }
}
