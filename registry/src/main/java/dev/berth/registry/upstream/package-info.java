/**
 * Pull-through cache rules: which upstream registry the images of a prefix come from. Kept, checked
 * and shown; nothing is pulled, and nobody upstream is asked.
 *
 * <p>Knows no repository. Start with {@link dev.berth.registry.upstream.PullThroughCacheRules}.
 */
@NullMarked
package dev.berth.registry.upstream;

import org.jspecify.annotations.NullMarked;
