/**
 * The way of every request through the server, and the doors that are the server's own: health and
 * the front page.
 *
 * <p>Start with {@link dev.berth.server.door.Pipeline}. Knows no HTTP library.
 */
@NullMarked
package dev.berth.server.door;

import org.jspecify.annotations.NullMarked;
