package dev.berth.server.http;

import dev.berth.wire.exchange.Request;
import java.time.Duration;

/**
 * An exchange that is over.
 *
 * @param request its body is no longer readable
 * @param status the one that was sent, or would have been
 * @param bytes of the response's body that left for the client
 * @param took from the end of the request's head to the last byte of the answer
 * @param complete whether the whole answer was sent; else the client went away, or what was to be
 *     sent could not be read
 */
public record ResponseSent(
    Request request, int status, long bytes, Duration took, boolean complete) {}
