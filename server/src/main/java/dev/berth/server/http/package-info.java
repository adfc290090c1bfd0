/**
 * HTTP/1.1 and HTTP/2 on a port: the only package that knows Netty.
 *
 * <p>It turns what arrives into {@code Handler.handle(Request)}, in blocking code: one virtual
 * thread for each HTTP/1 connection, one for each HTTP/2 stream. It must not know what is served.
 * {@code Listener} is the way in; {@code Conversation} is the life of a connection.
 */
@NullMarked
package dev.berth.server.http;

import org.jspecify.annotations.NullMarked;
