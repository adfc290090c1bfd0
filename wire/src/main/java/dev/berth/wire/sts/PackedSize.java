package dev.berth.wire.sts;

import dev.berth.identity.session.SessionRefused;
import dev.berth.wire.query.XmlAnswer;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;

/**
 * How much of the room that a session has for policies and tags they take, in percent. AWS packs
 * them in a form of its own; Berth counts what the JDK's deflater makes of them.
 */
final class PackedSize {
  private static final int ROOM = 2048;
  private static final int PERCENT = 100;

  private PackedSize() {}

  /**
   * Whole percent, rounded up; 0 when there are neither policies nor tags.
   *
   * @throws SessionRefused.TooMuch for more than 100
   */
  static int percent(SessionPolicies.Asked policies, SessionTags tags) {
    if (policies.isEmpty() && tags.isEmpty()) {
      return 0;
    }
    StringBuilder text = new StringBuilder(policies.inline().orElse(""));
    policies.arns().forEach(arn -> text.append('\n').append(arn));
    tags.values().forEach((key, value) -> text.append('\n').append(key).append('=').append(value));
    tags.transitive().forEach(key -> text.append('\n').append(key));
    int percent = Math.ceilDiv(deflated(text.toString()) * PERCENT, ROOM);
    if (percent > PERCENT) {
      throw new SessionRefused.TooMuch(percent);
    }
    return percent;
  }

  private static int deflated(String text) {
    byte[] buffer = new byte[ROOM];
    try (Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true)) {
      deflater.setInput(text.getBytes(StandardCharsets.UTF_8));
      deflater.finish();
      while (!deflater.finished()) {
        deflater.deflate(buffer);
      }
      return (int) deflater.getBytesWritten();
    }
  }

  static void write(int percent, XmlAnswer xml) {
    if (percent > 0) {
      xml.element("PackedPolicySize", Integer.toString(percent));
    }
  }
}
