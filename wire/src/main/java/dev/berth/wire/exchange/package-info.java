/**
 * An HTTP exchange as the doors see it: a request with a body to read from, a response with a body
 * to send.
 *
 * <p>Ours, so that no protocol knows the HTTP library. Everything blocks; a request runs on a
 * virtual thread of its own. {@code dev.berth.server.http} makes requests and sends responses.
 */
@NullMarked
package dev.berth.wire.exchange;

import org.jspecify.annotations.NullMarked;
