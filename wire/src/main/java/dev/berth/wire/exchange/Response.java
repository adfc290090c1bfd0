package dev.berth.wire.exchange;

/**
 * One HTTP response. {@code Content-Length} comes from the body; the server adds {@code Date} and
 * the connection's own fields.
 *
 * @param status 200 to 599
 * @param headers all other fields
 * @param body what follows
 */
public record Response(int status, Headers headers, Body body) {

  /** A response without a body. */
  public static Response of(int status) {
    return new Response(status, Headers.NONE, Body.NONE);
  }

  /** A body of that {@code Content-Type}. */
  public static Response of(int status, String contentType, Body body) {
    return new Response(status, Headers.of("Content-Type", contentType), body);
  }

  /** The same with one more header field. */
  public Response with(String name, String value) {
    return new Response(status, headers.with(name, value), body);
  }
}
