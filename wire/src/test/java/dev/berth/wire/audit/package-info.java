/** What entries of the audit trail look like. */
@NullMarked
package dev.berth.wire.audit;

import org.jspecify.annotations.NullMarked;
