package dev.berth.wire.oci;

import dev.berth.model.Malformed;
import dev.berth.registry.upload.Span;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The two ways in which uploads write ranges (distribution-spec, "Pushing a blob in chunks"):
 * {@code Content-Range: 0-9} in requests, {@code Range: 0-9} in answers; both inclusive, without a
 * unit.
 */
final class UploadRange {
  private static final Pattern CONTENT_RANGE = Pattern.compile("([0-9]{1,18})-([0-9]{1,18})");

  private UploadRange() {}

  /**
   * Parses a {@code Content-Range} field.
   *
   * @throws OciError 416 when it is not a range, as for one in the wrong place
   */
  static Span parse(String field) {
    Matcher matcher = CONTENT_RANGE.matcher(field);
    if (matcher.matches()) {
      try {
        return new Span(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
      } catch (Malformed _) {
        // a range that ends before it starts is refused like any other text
      }
    }
    throw OciError.of(
        416,
        OciError.Code.BLOB_UPLOAD_INVALID,
        "The Content-Range '%s' is not of the form FIRST-LAST, both inclusive.".formatted(field));
  }

  /**
   * The {@code Range} of an upload that has so many bytes. An empty one is {@code 0-0}: docker
   * refuses {@code 0--1}.
   */
  static String of(long size) {
    return "0-" + Math.max(0, size - 1);
  }
}
