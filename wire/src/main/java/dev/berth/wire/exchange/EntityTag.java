package dev.berth.wire.exchange;

import java.util.Arrays;

/**
 * The strong entity tag of a representation that never changes, and the conditions of requests that
 * compare with it (RFC 9110, sections 8.8.3, 13.1.2 and 13.1.5).
 *
 * @param text what stands between the quotes; without quotes and commas
 */
public record EntityTag(String text) {

  /**
   * Whether the client has the representation already, by {@code If-None-Match}: one of its tags,
   * weak or strong, is this one, or it is {@code *}. The answer is then 304.
   */
  public boolean isKnownTo(Request request) {
    return request.headers().all("If-None-Match").stream()
        .flatMap(field -> Arrays.stream(field.split(",")))
        .map(String::strip)
        .anyMatch(tag -> tag.equals("*") || withoutWeakness(tag).equals(toString()));
  }

  /**
   * Whether a {@code Range} may be served: there is no {@code If-Range}, or it is exactly this tag.
   */
  public boolean permitsRange(Request request) {
    return request.headers().first("If-Range").filter(tag -> !tag.equals(toString())).isEmpty();
  }

  private static String withoutWeakness(String tag) {
    return tag.startsWith("W/") ? tag.substring(2) : tag;
  }

  /** As it is written in header fields, in quotes. */
  @Override
  public String toString() {
    return "\"" + text + "\"";
  }
}
