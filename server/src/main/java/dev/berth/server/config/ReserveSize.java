package dev.berth.server.config;

import dev.berth.model.Malformed;
import java.util.function.LongUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much of a disk is kept: so many bytes, so many hundredths of it, or the larger of both.
 *
 * @param bytes 0 or more
 * @param percent of the whole volume, 0 to 99
 */
public record ReserveSize(long bytes, int percent) implements LongUnaryOperator {
  private static final Pattern PERCENT = Pattern.compile("([0-9]{1,2})%");

  /** The larger of 1 GiB and 2 %. */
  static final ReserveSize USUAL = new ReserveSize(1L << 30, 2);

  /**
   * Reads {@code 5%}, {@code 20GiB}, {@code 20GB} or a number of bytes; nothing is {@link #USUAL}.
   *
   * @throws Malformed when it is none of them
   */
  static ReserveSize parse(String text) {
    if (text.isEmpty()) {
      return USUAL;
    }
    Matcher percent = PERCENT.matcher(text);
    if (percent.matches()) {
      return new ReserveSize(0, Integer.parseInt(percent.group(1)));
    }
    return new ReserveSize(ByteSizes.parse(text, ", or a percentage"), 0);
  }

  /** The bytes to keep of a volume with so many. */
  @Override
  public long applyAsLong(long volume) {
    return Math.max(bytes, volume / 100 * percent);
  }
}
