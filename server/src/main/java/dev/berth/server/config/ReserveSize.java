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
  private static final String TYPE = "size";
  private static final Pattern BYTES = Pattern.compile("([0-9]{1,15})(|[KMGT]i?B)");
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
    Matcher bytes = BYTES.matcher(text);
    if (!bytes.matches()) {
      throw new Malformed(
          TYPE, text, "it is a number of bytes, one with KiB, MiB, GiB or TiB, or a percentage");
    }
    try {
      return new ReserveSize(
          Math.multiplyExact(Long.parseLong(bytes.group(1)), unit(bytes.group(2))), 0);
    } catch (ArithmeticException _) {
      throw new Malformed(TYPE, text, "no disk is as large");
    }
  }

  private static long unit(String name) {
    return switch (name) {
      case "KB" -> 1_000L;
      case "MB" -> 1_000_000L;
      case "GB" -> 1_000_000_000L;
      case "TB" -> 1_000_000_000_000L;
      case "KiB" -> 1L << 10;
      case "MiB" -> 1L << 20;
      case "GiB" -> 1L << 30;
      case "TiB" -> 1L << 40;
      default -> 1;
    };
  }

  /** The bytes to keep of a volume with so many. */
  @Override
  public long applyAsLong(long volume) {
    return Math.max(bytes, volume / 100 * percent);
  }
}
