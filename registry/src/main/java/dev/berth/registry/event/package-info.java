/**
 * What others are told of what happens in the registries: one event for each push, deletion and
 * change, stored in the same transaction as the change, and read in order by whoever wants to know.
 *
 * <p>A new kind of event is one more method of {@link dev.berth.registry.event.EcrEvents}, when ECR
 * has it, or of {@link dev.berth.registry.event.BerthEvents}, and the call of it where it happens.
 * Nothing here sends anything anywhere.
 */
@NullMarked
package dev.berth.registry.event;

import org.jspecify.annotations.NullMarked;
