package dev.berth.server.config;

import dev.berth.model.Malformed;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of bytes as people write them in a configuration: {@code 4194304}, {@code 52000MiB}. */
final class ByteSizes {
  private static final String TYPE = "size";
  private static final Pattern FORM = Pattern.compile("([0-9]{1,15})(|[KMGT]i?B)");

  private ByteSizes() {}

  /**
   * Reads {@code 20GiB}, {@code 20GB} or a number of bytes.
   *
   * @param also what else the setting takes, for the message; begins with a comma or is empty
   * @throws Malformed when it is none of them
   */
  static long parse(String text, String also) {
    Matcher bytes = FORM.matcher(text);
    if (!bytes.matches()) {
      throw new Malformed(
          TYPE, text, "it is a number of bytes, one with KiB, MiB, GiB or TiB" + also);
    }
    try {
      return Math.multiplyExact(Long.parseLong(bytes.group(1)), unit(bytes.group(2)));
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
}
