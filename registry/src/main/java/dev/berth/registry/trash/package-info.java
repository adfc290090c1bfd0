/**
 * The undo window: what was deleted is kept for a while, apart from what lives, and can be brought
 * back or ended early.
 *
 * <p>Knows rows, no bytes, no manifest and no protocol; who deletes what, and whether it may, is
 * decided before. Start with {@link dev.berth.registry.trash.Trash}.
 */
@NullMarked
package dev.berth.registry.trash;

import org.jspecify.annotations.NullMarked;
