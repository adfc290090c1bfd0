/**
 * A server in a process of its own, whose days go by in seconds, under clients that push, pull,
 * mount, tag and delete while it collects: what they see of it, and how fast everything is.
 *
 * <p>Short in the usual run; {@code bench/soak.sh} makes it long. Start with {@link
 * dev.berth.testkit.soak.CollectionOverHttpTest}.
 */
@NullMarked
package dev.berth.testkit.soak;

import org.jspecify.annotations.NullMarked;
