package dev.berth.wire.oci;

import dev.berth.registry.upload.Span;
import java.nio.charset.StandardCharsets;

/** A {@code Content-Range} is refused, or means what it means when it is written again. */
public final class ContentRangeTarget {
  private ContentRangeTarget() {}

  public static void fuzzerTestOneInput(byte[] input) {
    Span span;
    try {
      span = UploadRange.parse(new String(input, StandardCharsets.ISO_8859_1));
    } catch (OciError refused) {
      if (refused.status() != 416) {
        throw new AssertionError("refused with " + refused.status());
      }
      return;
    }
    if (span.length() < 1 || !UploadRange.parse(span.first() + "-" + span.last()).equals(span)) {
      throw new AssertionError(span.toString());
    }
  }
}
