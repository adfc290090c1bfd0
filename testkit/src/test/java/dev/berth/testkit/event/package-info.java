/**
 * Events of a running Berth as clients cause them and receivers get them.
 *
 * <p>Start with {@link dev.berth.testkit.event.ListEventsTest}.
 */
@NullMarked
package dev.berth.testkit.event;

import org.jspecify.annotations.NullMarked;
