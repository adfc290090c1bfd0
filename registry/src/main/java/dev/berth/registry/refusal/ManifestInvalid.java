package dev.berth.registry.refusal;

/**
 * A manifest that is not one, or not of a kind that is stored (oci-behaviour 3.1, ecr-behaviour
 * 5.2).
 */
public final class ManifestInvalid extends Refusal {
  private final Kind kind;
  private final String detail;

  /** What is wrong with it. */
  public enum Kind {
    /**
     * Not one JSON object in UTF-8: bad syntax, a byte order mark, a duplicate key, too deep,
     * something after it.
     */
    NOT_JSON,
    /** More bytes than a manifest may have ({@code /v2/}: 413). */
    TOO_LARGE,
    /** Neither declared nor in the document. */
    NO_MEDIA_TYPE,
    /** The declared media type is not the one in the document. */
    MEDIA_TYPE_CONFLICT,
    /** A media type that is no manifest's. */
    UNKNOWN_MEDIA_TYPE,
    /** Docker image manifest version 2, schema 1: not supported. */
    SCHEMA_1,
    /** The OCI artifact manifest, which was withdrawn: not supported. */
    OCI_ARTIFACT_MANIFEST,
    /** A member is missing, of the wrong type or out of bounds. */
    MEMBER,
    /** The document would be an image and an index at once (GHSA-qq97-vm5h-rrhg). */
    IMAGE_AND_INDEX,
    /** A descriptor's embedded {@code data} is not the content that it describes. */
    DATA_MISMATCH,
    /** A descriptor's size is not that of the stored blob or manifest. */
    SIZE_MISMATCH,
    /** More layers than an image may have. */
    TOO_MANY_LAYERS,
    /** No layers, where ECR is followed strictly. */
    NO_LAYERS
  }

  /**
   * @param kind what is wrong
   * @param detail where and how, for people; ECR's text for {@link Kind#TOO_MANY_LAYERS} and {@link
   *     Kind#NO_LAYERS}
   */
  public ManifestInvalid(Kind kind, String detail) {
    super(detail);
    this.kind = kind;
    this.detail = detail;
  }

  /** What is wrong with it. */
  public Kind kind() {
    return kind;
  }

  /** Where and how, for people. */
  public String detail() {
    return detail;
  }
}
