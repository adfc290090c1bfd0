package dev.berth.wire.oci;

import dev.berth.model.Digest;
import dev.berth.model.ImageReference;
import dev.berth.model.Malformed;
import dev.berth.model.RepositoryName;
import dev.berth.model.Tag;
import dev.berth.model.UploadId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An address under {@code /v2/}, parsed once. Repository names contain slashes, so addresses are
 * read from the right: a repository may be called {@code a/blobs/b} or {@code x/manifests}.
 */
public sealed interface OciPath {

  /** {@code /v2/}. */
  record Base() implements OciPath {}

  /** {@code /v2/_catalog}. */
  record Catalog() implements OciPath {}

  /** {@code /v2/NAME/manifests/REFERENCE}. */
  record OfManifest(RepositoryName name, ImageReference reference) implements OciPath {}

  /** {@code /v2/NAME/blobs/DIGEST}. */
  record OfBlob(RepositoryName name, Digest digest) implements OciPath {}

  /** {@code /v2/NAME/blobs/uploads/}. */
  record Uploads(RepositoryName name) implements OciPath {}

  /** {@code /v2/NAME/blobs/uploads/ID}. */
  record OfUpload(RepositoryName name, UploadId id) implements OciPath {}

  /** {@code /v2/NAME/tags/list}. */
  record Tags(RepositoryName name) implements OciPath {}

  /** {@code /v2/NAME/referrers/DIGEST}. */
  record Referrers(RepositoryName name, Digest subject) implements OciPath {}

  /** The prefix of every address. */
  String PREFIX = "/v2/";

  /** The repository that is named. */
  default Optional<RepositoryName> repository() {
    return switch (this) {
      case Base _, Catalog _ -> Optional.empty();
      case OfManifest(var name, _) -> Optional.of(name);
      case OfBlob(var name, _) -> Optional.of(name);
      case Uploads(var name) -> Optional.of(name);
      case OfUpload(var name, _) -> Optional.of(name);
      case Tags(var name) -> Optional.of(name);
      case Referrers(var name, _) -> Optional.of(name);
    };
  }

  /**
   * Parses the path of a request, undecoded as it came.
   *
   * @throws OciError 404 for what is no address at all; 400 for a name, digest or tag that breaks
   *     its grammar; 404 for an upload id that cannot be one
   */
  static OciPath parse(String rawPath) {
    if (rawPath.equals("/v2") || rawPath.equals(PREFIX)) {
      return new Base();
    }
    if (!rawPath.startsWith(PREFIX)) {
      throw noSuchAddress();
    }
    List<String> parts =
        Arrays.stream(rawPath.substring(PREFIX.length()).split("/", -1))
            .map(OciPath::decodedPart)
            .toList();
    return parse(parts);
  }

  private static OciPath parse(List<String> parts) {
    int size = parts.size();
    String last = parts.getLast();
    if (size == 1 && last.equals("_catalog")) {
      return new Catalog();
    }
    if (endsWith(parts, "blobs", "uploads")) {
      return new Uploads(name(parts, size - 2));
    }
    if (endsWith(parts, "blobs", "uploads", "")) {
      return new Uploads(name(parts, size - 3));
    }
    if (size > 3 && parts.get(size - 2).equals("uploads") && parts.get(size - 3).equals("blobs")) {
      return new OfUpload(name(parts, size - 3), uploadId(last));
    }
    if (endsWith(parts, "tags", "list")) {
      return new Tags(name(parts, size - 2));
    }
    if (size < 3) {
      throw noSuchAddress();
    }
    return switch (parts.get(size - 2)) {
      case "manifests" -> new OfManifest(name(parts, size - 2), reference(last));
      case "blobs" -> new OfBlob(name(parts, size - 2), digest(last));
      case "referrers" -> new Referrers(name(parts, size - 2), digest(last));
      default -> throw noSuchAddress();
    };
  }

  private static boolean endsWith(List<String> parts, String... end) {
    return parts.size() > end.length
        && parts.subList(parts.size() - end.length, parts.size()).equals(Arrays.asList(end));
  }

  private static String decodedPart(String part) {
    return PercentCoding.decode(part)
        .filter(decoded -> decoded.indexOf('/') < 0)
        .orElseThrow(OciPath::noSuchAddress);
  }

  private static RepositoryName name(List<String> parts, int end) {
    try {
      return new RepositoryName(String.join("/", parts.subList(0, end)));
    } catch (Malformed e) {
      throw OciError.of(400, OciError.Code.NAME_INVALID, e.getMessage());
    }
  }

  /** Parses a digest. */
  static Digest digest(String text) {
    try {
      return Digest.parse(text);
    } catch (Malformed e) {
      throw OciError.of(400, OciError.Code.DIGEST_INVALID, e.getMessage());
    }
  }

  /** Refuses what is no algorithm of digests that are taken here. */
  static void requireAlgorithm(String name) {
    try {
      Digest.Algorithm.parse(name);
    } catch (Malformed e) {
      throw OciError.of(400, OciError.Code.DIGEST_INVALID, e.getMessage());
    }
  }

  private static ImageReference reference(String text) {
    return text.indexOf(':') >= 0
        ? new ImageReference.ByDigest(digest(text))
        : new ImageReference.ByTag(tag(text));
  }

  /** Parses a tag of the grammar of OCI, which is narrower than that of ECR's API. */
  static Tag tag(String text) {
    try {
      Tag tag = new Tag(text);
      if (tag.isOciTag()) {
        return tag;
      }
    } catch (Malformed _) {
      // refused below, as a tag that only the narrower grammar refuses
    }
    throw OciError.of(
        400,
        OciError.Code.TAG_INVALID,
        "'%s' is not a tag: it has 1 to 128 letters, digits, '_', '.' and '-', and begins with none of the last two"
            .formatted(text));
  }

  private static UploadId uploadId(String text) {
    try {
      return UploadId.parse(text);
    } catch (Malformed _) {
      throw OciError.of(404, OciError.Code.BLOB_UPLOAD_UNKNOWN, "There is no upload with this id.");
    }
  }

  private static OciError noSuchAddress() {
    return OciError.of(404, OciError.Code.UNSUPPORTED, "There is no such address under /v2/.");
  }
}
