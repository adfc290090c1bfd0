/**
 * A registry that runs. {@link dev.berth.server.Berth} is the composition root: every part is made
 * there by hand; {@code config} says how, {@code folder} where, {@code door} is the way of a
 * request, {@code job} what happens without one, {@code http} the port.
 */
@NullMarked
package dev.berth.server;

import org.jspecify.annotations.NullMarked;
