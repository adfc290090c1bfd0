/**
 * Who exists and what proves it: the master key, the keys under it, access keys, and the gate over
 * what is stored.
 *
 * <p>Secrets lie in the database, each encrypted under the master key and bound to its row. Never
 * sees a blob, a protocol or the process around it. Start with {@link dev.berth.identity.MasterKey}
 * and {@link dev.berth.identity.AccessKeys}.
 */
@NullMarked
package dev.berth.identity;

import org.jspecify.annotations.NullMarked;
