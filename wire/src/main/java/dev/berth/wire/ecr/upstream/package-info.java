/**
 * The operations on pull-through cache rules.
 *
 * <p>Only reads requests and writes answers. Start with {@link
 * dev.berth.wire.ecr.upstream.CreatePullThroughCacheRule}.
 */
@NullMarked
package dev.berth.wire.ecr.upstream;

import org.jspecify.annotations.NullMarked;
