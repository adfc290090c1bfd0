package dev.berth.wire.blob;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A {@code Range} never reaches beyond the content, of whatever size; what it gives is the same
 * when it is asked for by its first and last byte.
 */
public final class RangeTarget {
  private static final int SIZE_BYTES = 4;

  private RangeTarget() {}

  public static void fuzzerTestOneInput(byte[] input) {
    long size = 0;
    for (byte b : Arrays.copyOf(input, SIZE_BYTES)) {
      size = size << Byte.SIZE | (b & 0xff);
    }
    byte[] rest = Arrays.copyOfRange(input, Math.min(SIZE_BYTES, input.length), input.length);
    // Ranges up to the largest blob that there can be, 52,000 MiB, and beyond.
    long scaled = size << (size & 7);
    check(new String(rest, StandardCharsets.ISO_8859_1), scaled);
  }

  private static void check(String field, long size) {
    if (!(ByteRange.parse(field, size) instanceof ByteRange.Part part)) {
      return;
    }
    long last = part.first() + part.length() - 1;
    if (part.first() < 0 || part.length() < 1 || last >= size) {
      throw new AssertionError(part + " of " + size);
    }
    if (!ByteRange.parse("bytes=" + part.first() + "-" + last, size).equals(part)) {
      throw new AssertionError(part + " written again");
    }
  }
}
