/**
 * Whether what is stored is whole: rows against bytes, manifests against rows. Reads only.
 *
 * <p>Does not know where the database and the bytes are, nor how findings are shown. Start with
 * {@link dev.berth.registry.integrity.IntegrityCheck}.
 */
@NullMarked
package dev.berth.registry.integrity;

import org.jspecify.annotations.NullMarked;
