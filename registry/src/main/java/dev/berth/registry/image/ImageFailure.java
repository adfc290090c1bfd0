package dev.berth.registry.image;

import dev.berth.model.Digest;
import java.util.List;

/**
 * Why one image of a batch was not got or deleted (ECR API, {@code ImageFailure}; ecr-behaviour
 * 5.4).
 *
 * @param id as asked
 * @param code which kind
 * @param parents the indexes that name the image, for {@link
 *     Code#IMAGE_REFERENCED_BY_MANIFEST_LIST}; else none
 */
public record ImageFailure(ImageId id, Code code, List<Digest> parents) {

  /**
   * The kinds. The two invalid ones arise where texts are parsed, before there is an {@link
   * ImageId}.
   */
  public enum Code {
    INVALID_IMAGE_DIGEST(
        "InvalidImageDigest",
        "Invalid request parameters: image digest should satisfy the regex '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'"),
    INVALID_IMAGE_TAG(
        "InvalidImageTag",
        "Invalid request parameters: image tag should satisfy the regex '[a-zA-Z0-9-_.]+'"),
    IMAGE_TAG_DOES_NOT_MATCH_DIGEST(
        "ImageTagDoesNotMatchDigest",
        "Invalid request parameters: image tag does not match image digest"),
    IMAGE_NOT_FOUND("ImageNotFound", "Requested image not found"),
    MISSING_DIGEST_AND_TAG(
        "MissingDigestAndTag", "Invalid request parameters: both tag and digest cannot be null"),
    /** Archived, or not back yet; ECR's words are not known. */
    IMAGE_INACCESSIBLE("ImageInaccessible", "Requested image is archived"),
    IMAGE_REFERENCED_BY_MANIFEST_LIST(
        "ImageReferencedByManifestList", "Requested image referenced by manifest list: ");

    private final String ecrName;
    private final String text;

    Code(String ecrName, String text) {
      this.ecrName = ecrName;
      this.text = text;
    }

    /** The code's name in ECR's API. */
    public String ecrName() {
      return ecrName;
    }

    /** What ECR says (IM-16); followed by the list of indexes for the last one. */
    public String text() {
      return text;
    }
  }

  public ImageFailure {
    parents = List.copyOf(parents);
  }

  /** What ECR says as {@code failureReason}. */
  public String reason() {
    return code == Code.IMAGE_REFERENCED_BY_MANIFEST_LIST ? code.text() + parents : code.text();
  }
}
