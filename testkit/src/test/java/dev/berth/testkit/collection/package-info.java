/**
 * What operators are told of collection and of who holds what, and how they steer it.
 *
 * <p>That collection takes nothing it must not is shown elsewhere: by the contract of metadata, in
 * the registry's own tests and by the soak. Start with {@link
 * dev.berth.testkit.collection.CollectionStatusTest}.
 */
@NullMarked
package dev.berth.testkit.collection;

import org.jspecify.annotations.NullMarked;
