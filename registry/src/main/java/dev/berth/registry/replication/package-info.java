/**
 * Where the images of a registry are copied to.
 *
 * <p>Decides where a push would be copied; nothing copies yet. Knows no HTTP and no AWS. Start with
 * {@link dev.berth.registry.replication.Replication}.
 */
@NullMarked
package dev.berth.registry.replication;

import org.jspecify.annotations.NullMarked;
