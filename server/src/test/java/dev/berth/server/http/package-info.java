/** What the listener does, seen from sockets. {@code GivenListener} is the fixture. */
@NullMarked
package dev.berth.server.http;

import org.jspecify.annotations.NullMarked;
