package dev.berth.registry.refusal;

import dev.berth.model.Digest;
import dev.berth.model.RepositoryAddress;

/**
 * The image cannot be archived or restored now (ECR API, {@code
 * ImageStorageClassUpdateNotSupportedException}; the texts are not known).
 */
public final class StorageClassUpdateNotSupported extends Refusal {
  private final RepositoryAddress address;
  private final Digest digest;
  private final Reason reason;

  /** Why not. */
  public enum Reason {
    ALREADY_THERE("it already has this storage class"),
    ACTIVATING("it is being restored"),
    /** An index outside the archive names it: that one has to be archived first. */
    NAMED_BY_INDEX("an image index that is not archived references it"),
    /** It follows its subject. */
    REFERRER("it is a reference artifact, which follows its subject");

    private final String words;

    Reason(String words) {
      this.words = words;
    }
  }

  /**
   * @param address where
   * @param digest of the image
   * @param reason why not
   */
  public StorageClassUpdateNotSupported(RepositoryAddress address, Digest digest, Reason reason) {
    super(
        "The storage class of the image with digest '%s' in the repository with name '%s' in the registry with id '%s' cannot be updated because %s"
            .formatted(digest, address.name(), address.registry().account(), reason.words));
    this.address = address;
    this.digest = digest;
    this.reason = reason;
  }

  /** Where. */
  public RepositoryAddress address() {
    return address;
  }

  /** Of the image. */
  public Digest digest() {
    return digest;
  }

  /** Why not. */
  public Reason reason() {
    return reason;
  }
}
