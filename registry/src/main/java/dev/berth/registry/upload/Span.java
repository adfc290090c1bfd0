package dev.berth.registry.upload;

import dev.berth.model.Malformed;

/**
 * Where a piece belongs in its blob: {@code Content-Range} of {@code /v2/}, first and last byte of
 * UploadLayerPart.
 *
 * @param first 0 or more
 * @param last inclusive, so that a span has at least one byte
 */
public record Span(long first, long last) {
  public Span {
    if (first < 0 || last < first || last == Long.MAX_VALUE) {
      throw new Malformed(
          "byte range", first + "-" + last, "it has the form first-last, both inclusive");
    }
  }

  /** How many bytes it has, at least 1. */
  public long length() {
    return last - first + 1;
  }
}
