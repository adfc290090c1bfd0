/**
 * Tells sinks of events: webhooks and a log of files. Each sink is told in order and at least once,
 * from a place that is kept in the database.
 *
 * <p>Knows how to deliver; what an event is and where it comes from stands in the registry. Start
 * with {@link dev.berth.server.event.SinkRun}.
 */
@NullMarked
package dev.berth.server.event;

import org.jspecify.annotations.NullMarked;
