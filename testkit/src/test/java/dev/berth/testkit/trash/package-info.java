/**
 * The undo window over a running server: what people delete, see in the trash, bring back and
 * purge, with the clients that they use.
 *
 * <p>What rows do is shown by the contract of metadata and the registry's own tests. Start with
 * {@link dev.berth.testkit.trash.TrashClientsTest}.
 */
@NullMarked
package dev.berth.testkit.trash;

import org.jspecify.annotations.NullMarked;
