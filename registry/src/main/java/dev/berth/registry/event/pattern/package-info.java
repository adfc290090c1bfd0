/**
 * Event patterns as EventBridge has them: which events somebody wants to be told of. Parsed
 * strictly, decided by values alone.
 *
 * <p>Start with {@link dev.berth.registry.event.pattern.EventPattern}. Nothing here knows what an
 * event is beyond being JSON.
 */
@NullMarked
package dev.berth.registry.event.pattern;

import org.jspecify.annotations.NullMarked;
