package dev.berth.wire.json;

import java.math.BigDecimal;
import java.time.Instant;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How answers of AWS JSON 1.1 are written. */
public final class Output {
  private static final int MILLIS = 3;

  private Output() {}

  /** An answer, or a structure in one. */
  public static ObjectNode object() {
    return Json.MAPPER.createObjectNode();
  }

  /** A list. */
  public static ArrayNode list() {
    return Json.MAPPER.createArrayNode();
  }

  /** A time: seconds since the epoch, exact to milliseconds (PR-06). */
  public static BigDecimal seconds(Instant time) {
    return BigDecimal.valueOf(time.toEpochMilli(), MILLIS);
  }
}
