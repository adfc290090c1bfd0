package dev.berth.iam.sigv4;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Percent-encoding as signatures want it (IAM dossier 2.2): unreserved {@code A-Za-z0-9-._~},
 * upper-case digits.
 */
final class UriText {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final int ESCAPE = 3;

  private UriText() {}

  /** Encodes everything that is not unreserved. */
  static String encode(String text) {
    return encode(text.getBytes(StandardCharsets.UTF_8), "");
  }

  /** Encodes a path that may be encoded already: slashes stay, percent signs are encoded again. */
  static String encodePath(String path) {
    return encode(path.getBytes(StandardCharsets.UTF_8), "/");
  }

  /** Encodes the bytes of a decoded text. */
  static String encode(byte[] bytes) {
    return encode(bytes, "");
  }

  private static String encode(byte[] bytes, String kept) {
    StringBuilder text = new StringBuilder(bytes.length + 16);
    for (byte b : bytes) {
      char c = (char) (b & 0xff);
      if (isUnreserved(c) || kept.indexOf(c) >= 0) {
        text.append(c);
      } else {
        HEX.toHexDigits(text.append('%'), b);
      }
    }
    return text.toString();
  }

  /**
   * Decodes a name or value of a query into bytes, which need not be UTF-8. A plus sign is a space,
   * as the dispatcher reads it; a percent sign that no two digits follow stands for itself.
   */
  static byte[] decode(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '%' && isEscape(text, at)) {
        bytes.write(HexFormat.fromHexDigits(text, at + 1, at + ESCAPE));
        at += ESCAPE;
      } else if (c == '+') {
        bytes.write(' ');
        at++;
      } else {
        int next = text.offsetByCodePoints(at, 1);
        bytes.writeBytes(text.substring(at, next).getBytes(StandardCharsets.UTF_8));
        at = next;
      }
    }
    return bytes.toByteArray();
  }

  private static boolean isEscape(String text, int at) {
    return at + 2 < text.length()
        && HexFormat.isHexDigit(text.charAt(at + 1))
        && HexFormat.isHexDigit(text.charAt(at + 2));
  }

  private static boolean isUnreserved(char c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '.'
        || c == '_'
        || c == '~';
  }
}
