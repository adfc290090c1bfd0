package dev.berth.wire.exchange;

/**
 * Answers requests. Called on a virtual thread; whatever it throws is answered with 500 and logged,
 * and what it leaves unread of the body is drained within bounds or the connection is closed.
 */
@FunctionalInterface
public interface Handler {
  Response handle(Request request);
}
